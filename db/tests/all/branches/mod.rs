//! Branches: what belongs to one, and the effects of moving and deleting.
mod faces;
mod moves;
mod new_users;
mod removals;

use crate::support::{
    NOW, assert_counts, enrolments, memberships, number, on_both_engines, sentences,
};
use db::{
    AuditContext, Db, Error, Taken, branches, courses, group_courses, groups, instructors, joining,
    keys, members, settings, sign_ups,
    sign_ups::{SignUpOutcome, SignUpRequest},
    trash, users,
};
use domain::{
    access_scope::AccessScope,
    activity::ActivityKind,
    branches::BranchName,
    courses::CourseQuery,
    groups::{NewKey, RemovalPolicy},
    ids::{BranchId, CourseId, GroupId, UserId, UserTypeId},
    instructors::Teachable,
    keys::{GroupKey, Limits},
    mass_actions::{MassActionKind, Selection},
    members::{GroupCourseQuery, MemberFilter, MemberQuery},
    page::Search,
    permissions::BuiltIn,
    settings::SignUpMode,
    users::UserFilter,
};
use fixtures::{EditForm, Fixtures, password, user_info};

/// The audit context of an administrator of this branch.
fn of(branch: BranchId) -> AuditContext {
    AuditContext {
        scope: scope(branch),
        ..AuditContext::system(NOW)
    }
}

fn scope(branch: BranchId) -> AccessScope {
    AccessScope {
        branch: Some(branch),
        instructor: None,
    }
}

fn portal() -> AuditContext {
    AuditContext::system(NOW)
}

/// A group with these members and courses, synchronized.
async fn filled(
    db: &Db,
    audit: &AuditContext,
    name: &str,
    users: &[UserId],
    taught: &[CourseId],
) -> GroupId {
    let fixtures = Fixtures::at(db, NOW);
    fixtures
        .by(audit)
        .group(name)
        .removal_policy(RemovalPolicy::WithdrawAccess)
        .with_courses(taught)
        .with_members(users)
        .synchronized()
        .create()
        .await
}

/// The counters are right, and no group of a branch has a member or course from elsewhere.
async fn assert_apart(db: &Db) {
    assert_counts(db).await;
    let members = "SELECT count(*) FROM group_members m JOIN groups g ON g.id = m.group_id \
         JOIN users u ON u.id = m.user_id WHERE g.branch_id IS NOT NULL \
         AND coalesce(u.branch_id, 0) <> g.branch_id";
    assert_eq!(
        number(db, members, vec![]).await,
        0,
        "a member of another branch"
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

#[tokio::test]
async fn what_is_added_in_a_branch_is_visible_only_there() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let south = fixtures.branch("South").await;
        for (place, name) in [(north, "n"), (south, "s")] {
            let audit = of(place);
            let ana = fixtures
                .by(&audit)
                .user(&format!("{name}-ana"))
                .create()
                .await;
            let baking = fixtures
                .by(&audit)
                .course(&format!("{name}-Baking"))
                .create()
                .await;
            filled(&db, &audit, &format!("{name}-Group"), &[ana], &[baking]).await;
        }
        let search = Search::default();
        let users = users::list(&db, scope(north), &search, UserFilter::All)
            .await
            .unwrap();
        let names: Vec<_> = users.rows.iter().map(|row| row.login.as_str()).collect();
        assert_eq!((names, users.total), (vec!["n-ana"], 1));
        assert_eq!(users.rows[0].branch.as_deref(), Some("North"));
        let taught = courses::list(&db, scope(north), &CourseQuery::default())
            .await
            .unwrap();
        let taught: Vec<_> = taught.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(taught, ["n-Baking"]);
        let found = groups::list(&db, scope(north), &search, Default::default(), NOW).await;
        assert_eq!(found.unwrap().total, 1);
        let all = users::list(&db, AccessScope::PORTAL, &search, UserFilter::All)
            .await
            .unwrap();
        assert_eq!(all.total, 2);
        assert_apart(&db).await;
    })
    .await;
}

#[tokio::test]
async fn the_numbers_of_a_branch_count_only_its_own_users() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let south = fixtures.branch("South").await;
        let shared = fixtures.course("Shared").create().await;
        for place in [north, south] {
            branches::add_course(&db, &portal(), place, shared)
                .await
                .unwrap();
            let ana = fixtures
                .user(&format!("ana-{place}"))
                .in_branch(place)
                .create()
                .await;
            filled(&db, &of(place), "Group", &[ana], &[shared]).await;
        }
        let learners = async |scope| {
            let page = courses::list(&db, scope, &CourseQuery::default()).await;
            page.unwrap().rows[0].learners
        };
        assert_eq!(learners(AccessScope::PORTAL).await, 2);
        assert_eq!(learners(scope(north)).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_group_of_a_branch_accepts_only_its_users_and_courses() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let south = fixtures.branch("South").await;
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let ben = fixtures.user("ben").in_branch(south).create().await;
        let cleo = fixtures.user("cleo").create().await;
        let baking = fixtures.course("Baking").in_branch(north).create().await;
        let art = fixtures.course("Art").create().await;
        let team = filled(&db, &of(north), "Team", &[], &[baking]).await;
        for outsider in [ben, cleo] {
            let added = members::add(&db, &portal(), team, outsider).await;
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
        let offered = group_courses::list(&db, AccessScope::PORTAL, team, &query).await;
        assert_eq!(offered.unwrap().total, 1, "Art cannot be added");

        let everyone = Selection::Matching {
            search: String::new(),
            filter: MemberFilter::All,
        };
        fixtures
            .by(&portal())
            .mass_action(team, MassActionKind::AddMembers, &everyone)
            .await;
        let chosen = Selection::Selected(vec![ben, cleo]);
        fixtures
            .by(&portal())
            .mass_action(team, MassActionKind::AddMembers, &chosen)
            .await;
        assert_eq!(
            memberships(&db).await,
            [(team.0, ana.0, "mass_action".to_owned())]
        );
        assert_apart(&db).await;
    })
    .await;
}

#[tokio::test]
async fn the_name_of_a_branch_is_unique() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let twin = BranchName::parse("NORTH").unwrap();
        let taken = branches::create(&db, &portal(), &twin).await;
        assert!(matches!(taken, Err(Error::Taken(Taken::BranchName))));
        let seen = fixtures::version(&db, north).await;
        branches::rename(
            &db,
            &portal(),
            north,
            &seen,
            &BranchName::parse("Norden").unwrap(),
        )
        .await
        .unwrap();
        let rows = branches::list(&db, &Search::default()).await.unwrap().rows;
        assert_eq!(rows[0].name, "Norden");
        assert_eq!(branches::options(&db).await.unwrap()[0].id, north);
    })
    .await;
}
