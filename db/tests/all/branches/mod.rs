//! Branches: what belongs to one, and the effects of moving and deleting.
mod moves;
mod new_users;
mod removals;

use crate::names::{info, password, type_of};
use crate::support::{
    NOW, assert_counts, enrolments, mass_action, memberships, number, on_both_engines, sentences,
};
use db::{
    AuditContext, Db, Error, Taken, branches, courses, group_courses, groups, instructors, joining,
    keys, members, settings, sign_ups,
    sign_ups::{MailConfig, SignUpOutcome, SignUpRequest},
    trash, users,
};
use domain::{
    access_scope::AccessScope,
    activity::ActivityKind,
    branches::BranchName,
    courses::{CourseInfo, CourseName},
    groups::{Description, GroupInfo, NewKey, RemovalPolicy},
    ids::{BranchId, CourseId, GroupId, UserId, UserTypeId},
    instructors::Teachable,
    keys::{GroupKey, Limits},
    mass_actions::{MassActionKind, Selection},
    member_imports::{MemberImportLine, Verdict},
    members::{GroupCourseQuery, MemberFilter, MemberQuery},
    money::Price,
    page::Search,
    permissions::BuiltIn,
    settings::SignUpMode,
    users::UserFilter,
};

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

async fn branch(db: &Db, name: &str) -> BranchId {
    let name = BranchName::parse(name).unwrap();
    branches::create(db, &portal(), &name).await.unwrap()
}

async fn user(db: &Db, audit: &AuditContext, login: &str) -> UserId {
    let learner = type_of(db, BuiltIn::Learner).await;
    users::create(db, audit, &info(login, learner), None)
        .await
        .unwrap()
}

async fn course(db: &Db, audit: &AuditContext, name: &str) -> CourseId {
    let info = CourseInfo {
        name: CourseName::parse(name).unwrap(),
        description: Description::parse("").unwrap(),
        category: None,
        price: Price::from_minor(0),
        active: true,
    };
    courses::create(db, audit, &info).await.unwrap()
}

async fn group(db: &Db, audit: &AuditContext, name: &str, policy: RemovalPolicy) -> GroupId {
    let info = GroupInfo {
        removal_policy: policy,
        ..crate::support::info(name)
    };
    groups::create(db, audit, &info, None).await.unwrap()
}

/// A group with these members and courses, synchronized.
async fn filled(
    db: &Db,
    audit: &AuditContext,
    name: &str,
    users: &[UserId],
    taught: &[CourseId],
) -> GroupId {
    let group = group(db, audit, name, RemovalPolicy::WithdrawAccess).await;
    for course in taught {
        group_courses::add(db, audit, group, *course).await.unwrap();
    }
    for user in users {
        members::add(db, audit, group, *user).await.unwrap();
        members::synchronize(db, audit, group, *user).await.unwrap();
    }
    group
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
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        for (place, name) in [(north, "n"), (south, "s")] {
            let audit = of(place);
            let ana = user(&db, &audit, &format!("{name}-ana")).await;
            let baking = course(&db, &audit, &format!("{name}-Baking")).await;
            filled(&db, &audit, &format!("{name}-Group"), &[ana], &[baking]).await;
        }
        let search = Search::default();
        let users = users::list(&db, scope(north), &search, UserFilter::All)
            .await
            .unwrap();
        let names: Vec<_> = users.rows.iter().map(|row| row.login.as_str()).collect();
        assert_eq!((names, users.total), (vec!["n-ana"], 1));
        assert_eq!(users.rows[0].branch.as_deref(), Some("North"));
        let taught = courses::list(&db, scope(north), &search, None)
            .await
            .unwrap();
        let taught: Vec<_> = taught.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(taught, ["n-Baking"]);
        let found = groups::list(&db, scope(north), &search, groups::Sort::Name, NOW).await;
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
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let shared = course(&db, &portal(), "Shared").await;
        for place in [north, south] {
            branches::add_course(&db, &portal(), place, shared)
                .await
                .unwrap();
            let ana = user(&db, &of(place), &format!("ana-{place}")).await;
            filled(&db, &of(place), "Group", &[ana], &[shared]).await;
        }
        let learners = async |scope| {
            let page = courses::list(&db, scope, &Search::default(), None).await;
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
        let (north, south) = (branch(&db, "North").await, branch(&db, "South").await);
        let ana = user(&db, &of(north), "ana").await;
        let (ben, cleo) = (
            user(&db, &of(south), "ben").await,
            user(&db, &portal(), "cleo").await,
        );
        let baking = course(&db, &of(north), "Baking").await;
        let art = course(&db, &portal(), "Art").await;
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

        let lines = ["ana", "ben"].map(|login| MemberImportLine {
            candidates: vec![login.to_owned()],
            ..MemberImportLine::default()
        });
        let (rows, found) = members::check(&db, team, lines.to_vec()).await.unwrap();
        assert_eq!((rows[1].verdict, found), (Verdict::Unknown, vec![ana]));

        let everyone = Selection::Matching {
            search: String::new(),
            filter: MemberFilter::All,
        };
        mass_action(&db, &portal(), team, MassActionKind::AddMembers, &everyone).await;
        let chosen = Selection::Selected(vec![ben, cleo]);
        mass_action(&db, &portal(), team, MassActionKind::AddMembers, &chosen).await;
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
