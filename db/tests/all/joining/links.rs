//! Join links.
use super::*;

#[tokio::test]
async fn a_join_link_works_for_the_same_groups_and_times_as_its_key() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let bob = fixtures.user("bob").create().await;
        let sales = fixtures.group("Sales").create().await;
        let bakers = fixtures.group("Bakers").create().await;
        let id = fixtures.key(sales, "sales").at_most(1).create().await;
        let link = keys::link(&db, sales, id).await.unwrap();
        assert_eq!(keys::list(&db, sales, NOW).await.unwrap()[0].link, link);
        let foreign = keys::link(&db, bakers, id).await;
        assert!(matches!(foreign, Err(Error::NotFound)));

        let outsider = joining::preview_link(&db, None, &link, NOW).await.unwrap();
        assert_eq!((outsider.group, outsider.already_in), (sales, false));
        keys::set_paused(&db, &audit(ADMIN), sales, id, true)
            .await
            .unwrap();
        let paused = joining::preview_link(&db, None, &link, NOW).await;
        assert!(matches!(paused, Err(Error::KeyRejected)));
        keys::set_paused(&db, &audit(ADMIN), sales, id, false)
            .await
            .unwrap();

        joining::redeem_link(&db, &audit(ana), ana, &link)
            .await
            .unwrap();
        assert_eq!(used(&db, id).await, 1);
        let again = joining::redeem_link(&db, &audit(ana), ana, &link).await;
        assert!(matches!(again, Err(Error::AlreadyMember)));
        let full = joining::redeem_link(&db, &audit(bob), bob, &link).await;
        assert!(
            matches!(full, Err(Error::KeyRejected)),
            "the maximum is the key's"
        );
        let seen = joining::preview_link(&db, Some(ana), &link, NOW).await;
        assert!(seen.unwrap().already_in);
    })
    .await;
}

#[tokio::test]
async fn a_join_link_ends_with_its_key_and_cannot_be_forged() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let id = fixtures.key(sales, "sales").create().await;
        let link = keys::link(&db, sales, id).await.unwrap();
        let other = keys::rotate(&db, &audit(ADMIN), sales, id).await.unwrap();
        let fresh = keys::link(&db, sales, other).await.unwrap();
        let (_, old_proof) = link.split_once('-').unwrap();
        for made_up in [
            link.clone(),
            format!("{other}-{old_proof}"),
            format!("{other}-"),
            format!("{other}"),
            fresh[..fresh.len() - 1].to_owned(),
            "sales".into(),
            "-".into(),
            String::new(),
        ] {
            let seen = joining::preview_link(&db, None, &made_up, NOW).await;
            assert!(matches!(seen, Err(Error::KeyRejected)), "{made_up}");
        }
        joining::preview_link(&db, None, &fresh, NOW).await.unwrap();
        keys::retire(&db, &audit(ADMIN), sales, other)
            .await
            .unwrap();
        let retired = joining::preview_link(&db, None, &fresh, NOW).await;
        assert!(matches!(retired, Err(Error::KeyRejected)));
        let gone = keys::link(&db, sales, other).await;
        assert!(matches!(gone, Err(Error::NotFound)));
    })
    .await;
}
