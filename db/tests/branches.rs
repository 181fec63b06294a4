//! Branches: who and what belongs to one, and what moving and deleting changes.
mod people;
mod support;
use db::{
    By, Db, Error, Taken, branches, courses, group_courses, groups, instructors, joining, keys,
    members, settings, sign_ups,
    sign_ups::{Applicant, Post, SignedUp},
    trash, users,
};
use domain::{
    branches::BranchName,
    courses::{CourseInfo, CourseName},
    groups::{Description, GroupInfo, NewKey, RemovalPolicy},
    ids::{BranchId, CourseId, GroupId, UserId, UserTypeId},
    imports::Verdict,
    instructors::Taught,
    keys::{GroupKey, Limits},
    mass_actions::{Kind, MemberFilter, Scope},
    members::{GroupCourseQuery, MemberQuery},
    money::Price,
    page::Search,
    people::UserFilter,
    permissions::BuiltIn,
    realm::Realm,
    settings::SignUp,
};
use people::{info, password, type_of};
use support::{NOW, assert_counts, enrolments, mass_action, memberships, number, on_both_engines};

/// Somebody who writes in this branch.
fn of(branch: BranchId) -> By {
    By {
        realm: realm(branch),
        ..By::portal(NOW)
    }
}

fn realm(branch: BranchId) -> Realm {
    Realm {
        branch: Some(branch),
        instructor: None,
    }
}

fn portal() -> By {
    By::portal(NOW)
}

async fn branch(db: &Db, name: &str) -> BranchId {
    let name = BranchName::parse(name).unwrap();
    branches::create(db, &portal(), &name).await.unwrap()
}

async fn user(db: &Db, by: &By, login: &str) -> UserId {
    let learner = type_of(db, BuiltIn::Learner).await;
    users::create(db, by, &info(login, learner), None)
        .await
        .unwrap()
}

async fn course(db: &Db, by: &By, name: &str) -> CourseId {
    let info = CourseInfo {
        name: CourseName::parse(name).unwrap(),
        description: Description::parse("").unwrap(),
        category: None,
        price: Price::from_minor(0),
        active: true,
    };
    courses::create(db, by, &info).await.unwrap()
}

async fn group(db: &Db, by: &By, name: &str, policy: RemovalPolicy) -> GroupId {
    let info = GroupInfo {
        removal_policy: policy,
        ..support::info(name)
    };
    groups::create(db, by, &info, None).await.unwrap()
}

/// A group with these members and courses, synchronized.
async fn filled(db: &Db, by: &By, name: &str, people: &[UserId], taught: &[CourseId]) -> GroupId {
    let group = group(db, by, name, RemovalPolicy::WithdrawAccess).await;
    for course in taught {
        group_courses::add(db, by, group, *course).await.unwrap();
    }
    for user in people {
        members::add(db, by, group, *user).await.unwrap();
        members::synchronize(db, by, group, *user).await.unwrap();
    }
    group
}

/// The counters are right, and no group of a branch has anybody or anything of elsewhere.
async fn assert_apart(db: &Db) {
    assert_counts(db).await;
    let members = "SELECT count(*) FROM group_members m JOIN groups g ON g.id = m.group_id \
         JOIN users u ON u.id = m.user_id WHERE g.branch_id IS NOT NULL \
         AND coalesce(u.branch_id, 0) <> g.branch_id";
    assert_eq!(
        number(db, members, vec![]).await,
        0,
        "a stranger in a group"
    );
    let courses = "SELECT count(*) FROM group_courses c JOIN groups g ON g.id = c.group_id \
         WHERE g.branch_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM branch_courses b \
         WHERE b.branch_id = g.branch_id AND b.course_id = c.course_id)";
    assert_eq!(
        number(db, courses, vec![]).await,
        0,
        "a foreign course in a group"
    );
}

async fn detail(db: &Db, verb: &str) -> String {
    let text = "SELECT detail FROM activity WHERE verb = $1 ORDER BY id DESC LIMIT 1";
    let rows = support::rows(db, text, vec![verb.into()]).await;
    rows[0].try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn what_is_added_in_a_branch_belongs_to_it_and_shows_nowhere_else() {
    on_both_engines(async |db| {
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        for (place, name) in [(north, "n"), (south, "s")] {
            let by = of(place);
            let ana = user(&db, &by, &format!("{name}-ana")).await;
            let baking = course(&db, &by, &format!("{name}-Baking")).await;
            filled(&db, &by, &format!("{name}-Group"), &[ana], &[baking]).await;
        }
        let search = Search::default();
        let people = users::list(&db, realm(north), &search, UserFilter::All)
            .await
            .unwrap();
        let names: Vec<_> = people.rows.iter().map(|row| row.login.as_str()).collect();
        assert_eq!((names, people.total), (vec!["n-ana"], 1));
        assert_eq!(people.rows[0].branch.as_deref(), Some("North"));
        let taught = courses::list(&db, realm(north), &search, None)
            .await
            .unwrap();
        let taught: Vec<_> = taught.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(taught, ["n-Baking"]);
        let found = groups::list(&db, realm(north), &search, groups::Sort::Name, NOW).await;
        assert_eq!(found.unwrap().total, 1);
        let all = users::list(&db, Realm::WHOLE, &search, UserFilter::All)
            .await
            .unwrap();
        assert_eq!(all.total, 2);
        assert_apart(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_branchs_numbers_count_its_own_people_only() {
    on_both_engines(async |db| {
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let shared = course(&db, &portal(), "Shared").await;
        for place in [north, south] {
            branches::add_course(&db, &portal(), place, shared)
                .await
                .unwrap();
            let ana = user(&db, &of(place), &format!("ana-{place}")).await;
            filled(&db, &of(place), "Group", &[ana], &[shared]).await;
        }
        let learners = async |realm| {
            let page = courses::list(&db, realm, &Search::default(), None).await;
            page.unwrap().rows[0].learners
        };
        assert_eq!(learners(Realm::WHOLE).await, 2);
        assert_eq!(learners(realm(north)).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_group_of_a_branch_takes_only_its_people_and_courses() {
    on_both_engines(async |db| {
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let ana = user(&db, &of(north), "ana").await;
        let (ben, cleo) = (
            user(&db, &of(south), "ben").await,
            user(&db, &portal(), "cleo").await,
        );
        let baking = course(&db, &of(north), "Baking").await;
        let art = course(&db, &portal(), "Art").await;
        let team = filled(&db, &of(north), "Team", &[], &[baking]).await;
        for stranger in [ben, cleo] {
            let added = members::add(&db, &portal(), team, stranger).await;
            assert!(matches!(added, Err(Error::NotFound)));
        }
        let added = group_courses::add(&db, &portal(), team, art).await;
        assert!(matches!(added, Err(Error::NotFound)));

        let query = MemberQuery::default();
        let shown = members::list(&db, team, &query).await.unwrap();
        assert_eq!(
            (shown.rows[0].user, shown.total),
            (ana, 1),
            "only Ana can be added"
        );
        let searched = MemberQuery {
            search: Search {
                text: "an".into(),
                cursor: None,
            },
            ..MemberQuery::default()
        };
        assert_eq!(members::list(&db, team, &searched).await.unwrap().total, 1);
        let query = GroupCourseQuery::default();
        let offered = group_courses::list(&db, Realm::WHOLE, team, &query).await;
        assert_eq!(offered.unwrap().total, 1, "Art cannot be added");

        let lines = vec![(1, "ana".to_owned()), (2, "ben".to_owned())];
        let (rows, found) = members::check(&db, team, lines).await.unwrap();
        assert_eq!((rows[1].verdict, found), (Verdict::Unknown, vec![ana]));

        let everybody = Scope::Matching {
            search: String::new(),
            filter: MemberFilter::All,
        };
        mass_action(&db, &portal(), team, Kind::AddMembers, &everybody).await;
        let chosen = Scope::Selected(vec![ben, cleo]);
        mass_action(&db, &portal(), team, Kind::AddMembers, &chosen).await;
        assert_eq!(
            memberships(&db).await,
            [(team.0, ana.0, "mass_action".to_owned())]
        );
        assert_apart(&db).await;
    })
    .await;
}

#[tokio::test]
async fn the_key_of_a_branchs_group_opens_nothing_for_others() {
    on_both_engines(async |db| {
        let north = branch(&db, "North").await;
        let team = group(&db, &of(north), "Team", RemovalPolicy::KeepAccess).await;
        let key = NewKey {
            key: GroupKey::parse("north-2026").unwrap(),
            limits: Limits::default(),
        };
        keys::add(&db, &of(north), team, &key).await.unwrap();
        let (ana, cleo) = (
            user(&db, &of(north), "ana").await,
            user(&db, &portal(), "cleo").await,
        );
        let refused = joining::preview(&db, cleo, "north-2026", NOW).await;
        assert!(matches!(refused, Err(Error::KeyRefused)));
        let refused = joining::redeem(&db, &support::by(cleo), cleo, "north-2026").await;
        assert!(matches!(refused, Err(Error::KeyRefused)));
        joining::redeem(&db, &support::by(ana), ana, "north-2026")
            .await
            .unwrap();

        // A stranger who signs up with it is of the branch from then on.
        let learner = type_of(&db, BuiltIn::Learner).await;
        settings::update_new_users(&db, &portal(), learner, SignUp::Direct)
            .await
            .unwrap();
        let info = info("dora", UserTypeId(0));
        let applicant = Applicant {
            info: &info,
            password: password(),
            key: Some("north-2026"),
            link: None,
        };
        let silent = Post {
            base_url: "https://learn.example.org",
            sends: false,
        };
        let made = sign_ups::create(&db, &portal(), silent, applicant)
            .await
            .unwrap();
        let SignedUp::In(dora, joined) = made else {
            panic!("{made:?}");
        };
        let dora = users::get(&db, dora).await.unwrap();
        assert_eq!(dora.branch.unwrap().id, north);
        assert_eq!(joined, Some(team));
        let used = number(&db, "SELECT used FROM group_keys", vec![]).await;
        assert_eq!(used, 2);

        // So is who signs up at its join link, and then joins by it.
        let rows = keys::list(&db, team, NOW).await.unwrap();
        let link = keys::link(&db, team, rows[0].id).await.unwrap();
        let info = people::info("emil", UserTypeId(0));
        let applicant = Applicant {
            info: &info,
            password: password(),
            key: None,
            link: Some(&link),
        };
        let made = sign_ups::create(&db, &portal(), silent, applicant)
            .await
            .unwrap();
        let SignedUp::In(emil, None) = made else {
            panic!("{made:?}");
        };
        joining::redeem_link(&db, &support::by(emil), emil, &link)
            .await
            .unwrap();
        assert_apart(&db).await;
    })
    .await;
}

#[tokio::test]
async fn whoever_is_new_joins_both_default_groups_and_skips_what_the_branch_has_not() {
    on_both_engines(async |db| {
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let (art, baking) = (
            course(&db, &portal(), "Art").await,
            course(&db, &portal(), "Baking").await,
        );
        branches::add_course(&db, &portal(), north, baking)
            .await
            .unwrap();
        let welcome = filled(&db, &portal(), "Welcome", &[], &[art, baking]).await;
        let everybody = filled(&db, &portal(), "Everybody", &[], &[art]).await;
        settings::set_default_group(&db, &portal(), Some(everybody))
            .await
            .unwrap();
        // One group serves several branches.
        for place in [north, south] {
            branches::set_default_group(&db, &portal(), place, Some(welcome))
                .await
                .unwrap();
        }
        assert_eq!(branches::get(&db, north).await.unwrap().skipped, ["Art"]);

        let ana = user(&db, &of(north), "ana").await;
        let cleo = user(&db, &portal(), "cleo").await;
        let default = |group: GroupId, user: UserId| (group.0, user.0, "default".to_owned());
        let mut expected = vec![
            default(welcome, ana),
            default(everybody, ana),
            default(everybody, cleo),
        ];
        expected.sort();
        assert_eq!(memberships(&db).await, expected);
        let given = |user: UserId, course: CourseId, group: GroupId| {
            (user.0, course.0, "group".to_owned(), Some(group.0))
        };
        let mut expected = vec![given(ana, baking, welcome), given(cleo, art, everybody)];
        expected.sort();
        assert_eq!(enrolments(&db).await, expected);
        let text = "SELECT count(*) FROM activity WHERE verb = 'member.default' \
             AND detail LIKE '%; skipped what the branch has not: Art'";
        assert_eq!(
            number(&db, text, vec![]).await,
            2,
            "skipped courses are listed"
        );
        assert_apart(&db).await;

        // Deleting it says so and clears it, in every branch.
        let preview = trash::preview(&db, welcome).await.unwrap();
        assert!(preview.is_default);
        trash::delete(&db, &portal(), welcome, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(branches::get(&db, south).await.unwrap().default_group, None);
    })
    .await;
}

#[tokio::test]
async fn a_user_who_moves_leaves_the_branchs_groups_and_joins_the_others_default() {
    on_both_engines(async |db| {
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let baking = course(&db, &of(north), "Baking").await;
        let ana = user(&db, &of(north), "ana").await;
        let team = filled(&db, &of(north), "Team", &[ana], &[baking]).await;
        let old = filled(&db, &of(north), "Old", &[ana], &[baking]).await;
        trash::delete(&db, &portal(), old, RemovalPolicy::WithdrawAccess)
            .await
            .unwrap();
        let of_all = filled(&db, &portal(), "Of all", &[ana], &[]).await;
        let welcome = group(&db, &of(south), "Welcome", RemovalPolicy::KeepAccess).await;
        branches::set_default_group(&db, &portal(), south, Some(welcome))
            .await
            .unwrap();

        let preview = branches::user_move(&db, ana, Some(south)).await.unwrap();
        assert_eq!(preview.leaving, ["Team"]);
        assert_eq!(preview.joining.as_deref(), Some("Welcome"));
        branches::move_user(&db, &portal(), ana, Some(south))
            .await
            .unwrap();
        branches::move_user(&db, &portal(), ana, Some(south))
            .await
            .unwrap();
        let groups: Vec<_> = memberships(&db)
            .await
            .into_iter()
            .map(|row| row.0)
            .collect();
        assert_eq!(groups, [of_all.0, welcome.0]);
        assert_eq!(enrolments(&db).await, [], "the team withdraws access");
        assert_eq!(
            detail(&db, "user.move").await,
            "moved Ana ana to the branch South"
        );
        assert_apart(&db).await;
        trash::restore(&db, &portal(), old).await.unwrap();
        assert_apart(&db).await;
        assert!(groups::get(&db, team).await.unwrap().counts.members == 0);
    })
    .await;
}

#[tokio::test]
async fn undoing_a_removal_brings_back_only_who_is_of_the_branch() {
    on_both_engines(async |db| {
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let baking = course(&db, &of(north), "Baking").await;
        let (ana, ben) = (
            user(&db, &of(north), "ana").await,
            user(&db, &of(north), "ben").await,
        );
        let team = filled(&db, &of(north), "Team", &[ana, ben], &[baking]).await;
        let removal = mass_action(
            &db,
            &portal(),
            team,
            Kind::WithdrawMembers,
            &Scope::AllMembers,
        )
        .await;
        branches::move_user(&db, &portal(), ben, Some(south))
            .await
            .unwrap();
        support::undo(&db, &portal(), team, removal).await;
        let people: Vec<_> = memberships(&db)
            .await
            .into_iter()
            .map(|row| row.1)
            .collect();
        assert_eq!(people, [ana.0]);
        assert_apart(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_group_that_moves_parts_from_who_and_what_the_branch_has_not() {
    on_both_engines(async |db| {
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let (art, baking) = (
            course(&db, &portal(), "Art").await,
            course(&db, &of(north), "Baking").await,
        );
        let (ana, cleo) = (
            user(&db, &of(north), "ana").await,
            user(&db, &portal(), "cleo").await,
        );
        let team = filled(&db, &portal(), "Team", &[ana, cleo], &[art, baking]).await;
        settings::set_default_group(&db, &portal(), Some(team))
            .await
            .unwrap();
        branches::set_default_group(&db, &portal(), south, Some(team))
            .await
            .unwrap();

        let preview = branches::group_move(&db, team, Some(north)).await.unwrap();
        assert_eq!((preview.members, preview.leaving_members), (2, 1));
        assert_eq!(
            (preview.courses, preview.leaving_courses),
            (2, vec!["Art".to_owned()])
        );
        assert!(preview.loses_default);
        // As the portal's default, wherever it goes; as a branch's, unless it goes there.
        settings::set_default_group(&db, &portal(), None)
            .await
            .unwrap();
        for (to, loses) in [(north, true), (south, false)] {
            let preview = branches::group_move(&db, team, Some(to)).await.unwrap();
            assert_eq!(preview.loses_default, loses);
        }
        branches::move_group(&db, &portal(), team, Some(north))
            .await
            .unwrap();
        assert_apart(&db).await;
        let now = groups::get(&db, team).await.unwrap();
        assert_eq!(
            (now.counts.members, now.counts.courses, now.counts.drift),
            (1, 1, 0)
        );
        assert!(!now.is_default);
        assert_eq!(now.branch.unwrap().name, "North");
        let given = (ana.0, baking.0, "group".to_owned(), Some(team.0));
        assert_eq!(enrolments(&db).await, [given]);

        let twin = group(&db, &portal(), "TEAM", RemovalPolicy::KeepAccess).await;
        let moved = branches::move_group(&db, &portal(), twin, Some(north)).await;
        assert!(matches!(moved, Err(Error::Taken(Taken::GroupName))));
        let foreign = branches::set_default_group(&db, &portal(), south, Some(team)).await;
        assert!(
            matches!(foreign, Err(Error::NotFound)),
            "it is of the other branch"
        );
        let of_all = settings::set_default_group(&db, &portal(), Some(team)).await;
        assert!(
            matches!(of_all, Err(Error::NotFound)),
            "it is not everybody's"
        );
    })
    .await;
}

#[tokio::test]
async fn a_course_that_a_branch_loses_leaves_its_groups() {
    on_both_engines(async |db| {
        let north = branch(&db, "North").await;
        let (art, baking) = (
            course(&db, &portal(), "Art").await,
            course(&db, &of(north), "Baking").await,
        );
        branches::add_course(&db, &portal(), north, art)
            .await
            .unwrap();
        let ana = user(&db, &of(north), "ana").await;
        let team = filled(&db, &of(north), "Team", &[ana], &[art, baking]).await;
        let old = filled(&db, &of(north), "Old", &[ana], &[art]).await;
        trash::delete(&db, &portal(), old, RemovalPolicy::WithdrawAccess)
            .await
            .unwrap();

        let (row, losing) = branches::removal_preview(&db, north, art).await.unwrap();
        assert!(row.in_branch && !row.at_home);
        let losing: Vec<_> = losing.into_iter().map(|(name, _)| name).collect();
        assert_eq!(losing, ["Team"]);
        let row = branches::remove_course(&db, &portal(), north, art)
            .await
            .unwrap();
        assert!(!row.in_branch);
        assert_apart(&db).await;
        let given = (ana.0, baking.0, "group".to_owned(), Some(team.0));
        assert_eq!(enrolments(&db).await, [given]);
        trash::restore(&db, &portal(), old).await.unwrap();
        assert_apart(&db).await;
        let home = branches::remove_course(&db, &portal(), north, baking).await;
        assert!(
            matches!(home, Err(Error::NotFound)),
            "it was added there and stays"
        );
    })
    .await;
}

#[tokio::test]
async fn a_deleted_branch_leaves_all_to_the_portal() {
    on_both_engines(async |db| {
        let north = branch(&db, "North").await;
        let baking = course(&db, &of(north), "Baking").await;
        let ana = user(&db, &of(north), "ana").await;
        filled(&db, &of(north), "Team", &[ana], &[baking]).await;
        group(&db, &portal(), "Team", RemovalPolicy::KeepAccess).await;
        let admin = type_of(&db, BuiltIn::Admin).await;
        let boss = users::create(&db, &of(north), &info("boss", admin), None)
            .await
            .unwrap();
        let early = branches::delete(&db, &portal(), north).await;
        assert!(matches!(early, Err(Error::BranchAdministered)));
        branches::move_user(&db, &portal(), boss, None)
            .await
            .unwrap();
        branches::delete(&db, &portal(), north).await.unwrap();
        let found = groups::list(
            &db,
            Realm::WHOLE,
            &Search::default(),
            groups::Sort::Name,
            NOW,
        )
        .await;
        let names: Vec<_> = found
            .unwrap()
            .rows
            .into_iter()
            .map(|row| (row.name, row.branch))
            .collect();
        assert_eq!(
            names,
            [("Team".to_owned(), None), ("Team (copy)".to_owned(), None)]
        );
        assert_eq!(users::get(&db, ana).await.unwrap().branch, None);
        assert_eq!(enrolments(&db).await.len(), 1, "nobody loses anything");
        assert_apart(&db).await;
        let twice = branches::delete(&db, &portal(), north).await;
        assert!(matches!(twice, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_branchs_name_is_its_own() {
    on_both_engines(async |db| {
        let north = branch(&db, "North").await;
        let twin = BranchName::parse("NORTH").unwrap();
        let taken = branches::create(&db, &portal(), &twin).await;
        assert!(matches!(taken, Err(Error::Taken(Taken::BranchName))));
        branches::rename(&db, &portal(), north, &BranchName::parse("Norden").unwrap())
            .await
            .unwrap();
        let rows = branches::list(&db, &Search::default()).await.unwrap().rows;
        assert_eq!(rows[0].name, "Norden");
        assert_eq!(branches::options(&db).await.unwrap()[0].id, north);
    })
    .await;
}

#[tokio::test]
async fn whoever_or_what_moves_parts_instructors_from_what_they_taught() {
    on_both_engines(async |db| {
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let trainer = type_of(&db, BuiltIn::Trainer).await;
        let tom = users::create(&db, &of(north), &info("tom", trainer), None)
            .await
            .unwrap();
        let (own, lent) = (
            course(&db, &of(north), "Own").await,
            course(&db, &portal(), "Lent").await,
        );
        for place in [north, south] {
            branches::add_course(&db, &portal(), place, lent)
                .await
                .unwrap();
        }
        let keep = RemovalPolicy::KeepAccess;
        let (team, club) = (
            group(&db, &of(north), "Team", keep).await,
            group(&db, &of(north), "Club", keep).await,
        );
        for taught in [Taught::Course(own), Taught::Course(lent)]
            .into_iter()
            .chain([team, club].map(Taught::Group))
        {
            instructors::add(&db, &portal(), taught, tom).await.unwrap();
        }
        let teaches = async || {
            let text = "SELECT (SELECT count(*) FROM course_instructors) * 10 \
                 + (SELECT count(*) FROM group_instructors)";
            number(&db, text, vec![]).await
        };
        assert_eq!(teaches().await, 22);
        branches::move_group(&db, &portal(), club, None)
            .await
            .unwrap();
        assert_eq!(teaches().await, 21, "the club is everybody's now");
        branches::move_user(&db, &portal(), tom, Some(south))
            .await
            .unwrap();
        assert_eq!(teaches().await, 10, "only the course that the South has");
    })
    .await;
}
