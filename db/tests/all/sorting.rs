//! Lists in the order of their columns, page by page in both directions, where many rows have equal values.
use crate::support::{NOW, execute, on_both_engines, rows};
use db::{Db, groups, orders, sessions, users};
use domain::{
    access_scope::AccessScope,
    ids::UserId,
    list_columns::{GroupColumn, GroupSorting, OrderColumn, OrderSorting, UserColumn, UserSorting},
    orders::OrderQuery,
    page::{Cursor, Page, Search},
    sorting::Sorting,
    users::UserFilter,
};
use fixtures::Fixtures;

const PORTAL: AccessScope = AccessScope::PORTAL;

/// The ids of a list as the database orders them.
async fn ids(db: &Db, select: &str) -> Vec<i64> {
    let found = rows(db, select, vec![]).await;
    let ids = found.iter().map(|row| row.try_get_by_index(0).unwrap());
    ids.collect()
}

fn both<C: Copy>(column: C) -> [Sorting<C>; 2] {
    [Sorting::ascending(column), Sorting::descending(column)]
}

const fn direction<C>(sorting: &Sorting<C>) -> &'static str {
    if sorting.descending { "DESC" } else { "ASC" }
}

/// Walks to the end and, from the last page, back to the start; checks what each page says about its place.
async fn expect_pages(expected: &[i64], page: impl AsyncFn(Option<String>) -> Page<i64>) {
    let total = i64::try_from(expected.len()).unwrap();
    let mut seen = Vec::new();
    let mut at = None;
    loop {
        let found = page(at).await;
        let before = i64::try_from(seen.len()).unwrap();
        assert_eq!((found.before, found.total), (Some(before), total));
        assert_eq!(found.previous.is_some(), before > 0);
        seen.extend(found.rows);
        let Some(next) = found.next else { break };
        at = Some(next.0);
    }
    assert_eq!(seen, expected);
    let mut left = expected.to_vec();
    let mut at = Some(Cursor::LAST.to_owned());
    loop {
        let found = page(at).await;
        let rest = left.len() - found.rows.len();
        assert_eq!(left.split_off(rest), found.rows);
        assert_eq!(found.before, Some(i64::try_from(rest).unwrap()));
        let Some(previous) = found.previous else {
            break;
        };
        at = Some(previous.0);
    }
    assert!(left.is_empty());
}

fn at(cursor: Option<String>) -> Search {
    Search {
        text: String::new(),
        cursor,
    }
}

#[tokio::test]
async fn groups_come_in_the_order_of_each_column() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        for number in 0..120 {
            fixtures
                .group(&format!("Group {}", number * 7 % 120))
                .create()
                .await;
        }
        let counters =
            "UPDATE groups SET member_count = id % 3, course_count = id % 2, drift = (id % 5) / 4";
        execute(&db, counters, vec![]).await;
        for (column, by) in [
            (GroupColumn::Name, "sort_name"),
            (GroupColumn::Members, "member_count"),
            (GroupColumn::Courses, "course_count"),
            (GroupColumn::NotEnrolled, "drift"),
            (GroupColumn::Added, "id"),
        ] {
            for sorting in both(column) {
                let way = direction(&sorting);
                let expected = ids(
                    &db,
                    &format!("SELECT id FROM groups ORDER BY {by} {way}, id {way}"),
                )
                .await;
                expect_pages(&expected, async |cursor| {
                    let page = groups::list(&db, PORTAL, &at(cursor), sorting, NOW)
                        .await
                        .unwrap();
                    let ids = page.rows.iter().map(|row| row.id.0).collect();
                    page.with_rows(ids)
                })
                .await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn users_come_in_the_order_of_their_last_sign_in() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.users("u", 110).await;
        let signed_in = "UPDATE users SET last_sign_in_at = (id % 4) * 1000";
        execute(&db, signed_in, vec![]).await;
        for (column, by) in [
            (UserColumn::Name, "sort_name"),
            (UserColumn::LastSignIn, "last_sign_in_at"),
        ] {
            for sorting in both(column) {
                let way = direction(&sorting);
                let expected = ids(
                    &db,
                    &format!("SELECT id FROM users ORDER BY {by} {way}, id {way}"),
                )
                .await;
                expect_pages(&expected, async |cursor| {
                    let search = at(cursor);
                    let page =
                        users::list_sorted(&db, PORTAL, UserFilter::All, &search, sorting).await;
                    let page = page.unwrap();
                    let ids = page.rows.iter().map(|row| row.id.0).collect();
                    page.with_rows(ids)
                })
                .await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn orders_come_by_date_or_total() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let course = fixtures.course("Bread").create().await;
        let group = fixtures.bundle("Baking", &[course]).await;
        for buyer in fixtures.users("u", 60).await {
            fixtures.order(buyer, group).create().await;
        }
        execute(&db, "UPDATE orders SET total_minor = id % 3", vec![]).await;
        for (column, by) in [
            (OrderColumn::Date, "id"),
            (OrderColumn::Total, "total_minor"),
        ] {
            for sorting in both(column) {
                let way = direction(&sorting);
                let expected = ids(
                    &db,
                    &format!("SELECT id FROM orders ORDER BY {by} {way}, id {way}"),
                )
                .await;
                expect_pages(&expected, async |cursor| {
                    let query = OrderQuery {
                        search: at(cursor),
                        sorting,
                        ..OrderQuery::default()
                    };
                    let page = orders::list(&db, PORTAL, &query).await.unwrap();
                    let ids = page.rows.iter().map(|row| row.id.0).collect();
                    page.with_rows(ids)
                })
                .await;
            }
        }
    })
    .await;
}

/// A cursor of another order would continue at a place of its own.
#[tokio::test]
async fn a_cursor_is_one_of_its_own_order() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.many_groups(60).await;
        let list = async |sorting, cursor| {
            groups::list(&db, PORTAL, &at(cursor), sorting, NOW)
                .await
                .unwrap()
        };
        for (one, other) in [
            (GroupSorting::read("name"), GroupSorting::read("-name")),
            (
                GroupSorting::read("members"),
                GroupSorting::read("-members"),
            ),
            (GroupSorting::read("members"), GroupSorting::read("courses")),
            (GroupSorting::read("added"), GroupSorting::read("newest")),
        ] {
            let next = list(one, None).await.next.unwrap().0;
            assert!(list(one, Some(next.clone())).await.previous.is_some());
            assert_eq!(
                list(other, Some(next)).await.previous,
                None,
                "the first page"
            );
        }
    })
    .await;
}

#[test]
fn the_default_orders_are_those_without_columns() {
    assert_eq!(
        GroupSorting::default(),
        Sorting::ascending(GroupColumn::Name)
    );
    assert_eq!(UserSorting::default(), Sorting::ascending(UserColumn::Name));
    assert_eq!(
        OrderSorting::default(),
        Sorting::descending(OrderColumn::Date)
    );
}

#[tokio::test]
async fn signing_in_is_what_the_list_of_users_says() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let last = async |user: UserId| {
            let page = users::list(&db, PORTAL, &Search::default(), UserFilter::All).await;
            let mut rows = page.unwrap().rows.into_iter();
            rows.find(|row| row.id == user).unwrap().last_sign_in
        };
        assert_eq!(last(ana).await, None);
        for at in [NOW, NOW.plus_seconds(60)] {
            sessions::open(&db, ana, "", "", at).await.unwrap();
            assert_eq!(last(ana).await, Some(at));
        }
    })
    .await;
}
