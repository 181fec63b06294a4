//! What users of a branch see of the portal.
use super::portal;
use crate::support::{NOW, on_both_engines, sentences};
use db::{Error, branches, settings};
use domain::{
    activity::ActivityKind,
    face::{BranchFace, Face},
    hue::Hue,
};
use fixtures::{EditForm, Fixtures};

#[tokio::test]
async fn a_branch_has_a_face_of_its_own_until_it_takes_the_portals() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let seen = async || fixtures::version(&db, EditForm::BranchFace(north)).await;
        let face = async |branch| settings::of_pages(&db, branch).await.unwrap().face;
        assert_eq!(face(Some(north)).await, Face::default());
        let own = BranchFace {
            portal_name: Some("Academy".to_owned()),
            hue: Hue::new(140),
        };
        let first = seen().await;
        let saved = branches::set_face(&db, &portal(), north, &first, &own).await;
        assert_eq!(saved.unwrap(), seen().await);
        let shown = face(Some(north)).await;
        assert_eq!((&*shown.name, shown.hue.degrees()), ("Academy", 140));
        assert_eq!(face(None).await, Face::default());

        let none = BranchFace::default();
        let late = branches::set_face(&db, &portal(), north, &first, &none).await;
        assert!(matches!(late, Err(Error::Edited(_))));
        // What stays the same is not written.
        let again = branches::set_face(&db, &portal(), north, &seen().await, &own).await;
        again.unwrap();
        let named = branches::set_face(&db, &portal(), north, &seen().await, &none).await;
        named.unwrap();
        assert_eq!(face(Some(north)).await, Face::default());
        let mut told = sentences(&db, ActivityKind::BranchEdited).await;
        told.sort_unstable();
        let expected = [
            "named the portal Academy for users of the branch North",
            "removed the accent colour of the branch North",
            "removed the portal name of the branch North",
            "set the accent colour of the branch North to green (140°)",
        ];
        assert_eq!(told, expected);
    })
    .await;
}

#[tokio::test]
async fn the_second_editor_of_the_accent_colour_is_told() {
    on_both_engines(async |db| {
        let seen = fixtures::version(&db, EditForm::Accent).await;
        let [red, green] = [25, 145].map(|degrees| Hue::new(degrees).unwrap());
        settings::set_hue(&db, &portal(), &seen, red).await.unwrap();
        let late = settings::set_hue(&db, &portal(), &seen, green).await;
        let Err(Error::Edited(now)) = late else {
            panic!("it was replaced");
        };
        assert_eq!(now.changed[0].now, "Red");
        assert_eq!(settings::hue(&db).await.unwrap(), red);
        let again = settings::set_hue(&db, &portal(), &now.version, green).await;
        again.unwrap();
        assert_eq!(settings::hue(&db).await.unwrap(), green);
    })
    .await;
}
