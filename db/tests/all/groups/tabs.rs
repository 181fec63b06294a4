//! The Users and Courses tabs.
use super::*;

#[tokio::test]
async fn the_users_tab_lists_members_first_and_pages_over_both_sections() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let users = fixtures.users("u", 130).await;
        let members_of_it = &users[60..130];
        let (group, _) = filled(&db, members_of_it, &courses(&db).await).await;
        let mut cursor = None;
        let mut logins = Vec::new();
        let mut previous = Vec::new();
        loop {
            let asked = query("", MemberFilter::All, cursor);
            let page = members::list(&db, group, &asked).await.unwrap();
            assert_eq!(page.total, 131, "with the administrator");
            logins.extend(page.rows.iter().map(|row| row.login.clone()));
            previous.push(page.previous.clone());
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut expected: Vec<String> = (60..130).map(|n| format!("u{n:03}")).collect();
        expected.extend((0..60).map(|n| format!("u{n:03}")));
        expected.push("zadmin".into());
        assert_eq!(logins, expected);

        let asked = query("", MemberFilter::All, previous[2].clone());
        let middle = members::list(&db, group, &asked).await.unwrap();
        assert_eq!(middle.rows[0].login, "u110");
        assert_eq!(middle.rows[49].login, "u029");
        let asked = query("", MemberFilter::All, middle.previous);
        let first = members::list(&db, group, &asked).await.unwrap();
        assert_eq!(
            (first.rows[0].login.as_str(), first.previous),
            ("u060", None)
        );
    })
    .await;
}

#[tokio::test]
async fn the_users_tab_filters_and_searches_with_exact_totals() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let users = fixtures.users("u", 120).await;
        let (group, admin) = filled(&db, &users[..70], &courses(&db).await).await;
        members::synchronize(&db, &admin, group, users[0])
            .await
            .unwrap();
        let total = |text: &'static str, filter| {
            let db = db.clone();
            async move {
                let page = members::list(&db, group, &query(text, filter, None)).await;
                page.unwrap().total
            }
        };
        assert_eq!(total("", MemberFilter::Members).await, 70);
        assert_eq!(total("", MemberFilter::NotMembers).await, 51);
        assert_eq!(total("", MemberFilter::OutOfSync).await, 69);
        assert_eq!(total("u0", MemberFilter::All).await, 100);
        assert_eq!(total("u0", MemberFilter::Members).await, 70);
        assert_eq!(total("u000", MemberFilter::OutOfSync).await, 0);
        assert_eq!(total("ANA u11", MemberFilter::NotMembers).await, 10);
        assert_eq!(total("u%", MemberFilter::All).await, 0);
        let asked = query("", MemberFilter::NotMembers, Some(Cursor("am1".into())));
        let aged = members::list(&db, group, &asked).await.unwrap();
        assert_eq!(aged.rows[0].login, "u070", "a cursor of another filter");
    })
    .await;
}

#[tokio::test]
async fn the_courses_tab_keeps_the_group_order_and_counts_members_without_a_course() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let [phone, desk] = courses(&db).await;
        let art = fixtures.course("Art").create().await;
        let users = fixtures.users("u", 3).await;
        let (group, admin) = filled(&db, &users, &[phone, desk]).await;
        members::synchronize(&db, &admin, group, users[0])
            .await
            .unwrap();
        let names = async || {
            let page = group_courses::list(
                &db,
                AccessScope::PORTAL,
                group,
                &GroupCourseQuery::default(),
            )
            .await;
            let page = page.unwrap();
            assert_eq!(page.total, 3);
            let rows = page.rows.into_iter();
            rows.map(|row| (row.name, row.lacking)).collect::<Vec<_>>()
        };
        let row = |name: &str, lacking| (name.to_owned(), lacking);
        let expected = [row("Phone", 2), row("Desk", 2), row("Art", 0)];
        assert_eq!(names().await, expected);
        group_courses::shift(&db, group, desk, true).await.unwrap();
        group_courses::shift(&db, group, desk, true).await.unwrap();
        let expected = [row("Desk", 2), row("Phone", 2), row("Art", 0)];
        assert_eq!(names().await, expected);
        let other = group_courses::shift(&db, group, art, true).await;
        assert!(matches!(other, Err(Error::NotFound)));
        let about = group_courses::removal_preview(&db, group, desk)
            .await
            .unwrap();
        assert_eq!((about.enrolments, about.members), (1, 1));
        group_courses::remove(&db, &admin, group, desk, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(sources(&db, users[0], desk).await, ["kept"]);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn the_courses_tab_filters_by_category_including_subcategories() {
    on_both_engines(async |db| {
        let [phone, desk] = courses(&db).await;
        let (group, _) = filled(&db, &[], &[phone]).await;
        let text = "INSERT INTO categories (id, parent_id, name, name_folded) \
             VALUES (1, NULL, 'A', 'a'), (2, 1, 'B', 'b'), (3, NULL, 'C', 'c')";
        crate::support::execute(&db, text, vec![]).await;
        let text = "UPDATE courses SET category_id = 2 WHERE id = $1";
        crate::support::execute(&db, text, vec![desk.0.into()]).await;
        for (category, found) in [(1, 1), (2, 1), (3, 0)] {
            let query = GroupCourseQuery {
                category: Some(domain::ids::CategoryId(category)),
                ..GroupCourseQuery::default()
            };
            let page = group_courses::list(&db, AccessScope::PORTAL, group, &query)
                .await
                .unwrap();
            assert_eq!((page.rows.len(), page.total), (found, found as i64));
        }
    })
    .await;
}

#[tokio::test]
async fn a_search_with_many_results_still_lists_members_first_with_an_exact_total() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let many = fixtures.many_users(1_200, Names::Numbered).await;
        // One member sorts far behind the first hundreds.
        let users = [many[1], many[998]];
        let (group, _) = filled(&db, &users, &[]).await;
        let asked = query("many", MemberFilter::All, None);
        let page = members::list(&db, group, &asked).await.unwrap();
        let logins: Vec<&str> = page.rows.iter().map(|row| row.login.as_str()).collect();
        assert_eq!(logins[..4], ["m2", "m999", "m1", "m10"]);
        assert_eq!((page.rows.len(), page.total), (50, 1_200));
        let asked = query("many", MemberFilter::All, page.next);
        let second = members::list(&db, group, &asked).await.unwrap();
        assert_eq!((second.rows.len(), second.total), (50, 1_200));
        assert!(second.rows[0].login > page.rows[49].login);
    })
    .await;
}
