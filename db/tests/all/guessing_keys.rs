//! What guessing keys costs: attackers with a day of time, through all doors.
use crate::support::{NOW, execute, on_both_engines};
use db::{
    Db, Error,
    throttles::{self, Attempt, Counter},
};
use domain::{ids::UserId, throttle::Source, time::Timestamp};
use fixtures::Fixtures;

/// A door through which keys are compared: as a guest, with an account, or by adding a key.
#[derive(Clone, Copy)]
enum Door {
    Guest,
    Account(UserId),
    NewKey(UserId),
}

/// Returns how many wrong keys are compared in a day for an attacker with these doors, who is at
/// address `number` the next time.
async fn compared(db: &Db, doors: &[Door], address: impl Fn(u16) -> Source) -> i64 {
    let end = NOW.plus_days(1);
    let (mut now, mut made) = (NOW, 0);
    while now < end {
        let mut next = end;
        for door in doors {
            let number = u16::try_from(made % 1_000).unwrap();
            match guess(db, *door, address(number), now).await {
                Ok(()) => (made, next) = (made + 1, now),
                // Long waits cost more than beginning again an hour later.
                Err(Error::TooManyAttempts(wait)) => {
                    let pause = if wait.seconds > 64 {
                        3_600
                    } else {
                        wait.seconds
                    };
                    next = next.min(now.plus_seconds(pause));
                }
                Err(error) => panic!("{error:?}"),
            }
        }
        now = next;
    }
    made
}

async fn guess(db: &Db, door: Door, from: Source, now: Timestamp) -> Result<(), Error> {
    let counters: Vec<Counter> = match door {
        Door::Guest => throttles::guess_key(db, None, from).await?,
        Door::Account(user) => throttles::guess_key(db, Some(user), from).await?,
        Door::NewKey(user) => throttles::create_key(user),
    };
    Attempt::begin(db, counters, now).await?.fail().await
}

fn here(_: u16) -> Source {
    Source::of([192, 0, 2, 1].into())
}

/// Another network of IPv4 each time.
fn anywhere(number: u16) -> Source {
    let [high, low] = number.to_be_bytes();
    Source::of([10, 1, high, low].into())
}

/// Another address of one network each time.
fn one_network(number: u16) -> Source {
    Source::of([0x2001, 0xdb8, 1, 1, 0, 0, 7, number].into())
}

async fn account(db: &Db, fixtures: &Fixtures, login: &str, origin: &str) -> UserId {
    let user = fixtures.user(login).create().await;
    let text = format!("UPDATE users SET origin = '{origin}' WHERE id = {user}");
    execute(db, &text, vec![]).await;
    user
}

#[tokio::test]
async fn keys_keep_the_cost_of_guessing_them() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let limits = [("a guest", 1_370), ("a guest of IPv6", 1_370)];
        let addresses: [fn(u16) -> Source; 2] = [here, one_network];
        for ((who, most), address) in limits.into_iter().zip(addresses) {
            let made = compared(&db, &[Door::Guest], address).await;
            assert!((600..=most).contains(&made), "{who}: {made}");
            execute(&db, "DELETE FROM throttles", vec![]).await;
        }
        let teacher = account(&db, &fixtures, "teacher", "managed").await;
        let both = [Door::Account(teacher), Door::NewKey(teacher)];
        for doors in [&both[..1], &both[1..], &both[..]] {
            let made = compared(&db, doors, anywhere).await;
            assert!((100..=306).contains(&made), "one account: {made}");
            execute(&db, "DELETE FROM throttles", vec![]).await;
        }
        for (origin, least) in [("self_made", 600), ("invited", 1_000)] {
            let mut doors = vec![Door::Guest];
            for number in 0..6 {
                let user = account(&db, &fixtures, &format!("{origin}{number}"), origin).await;
                doors.push(Door::Account(user));
            }
            let made = compared(&db, &doors, here).await;
            assert!((least..=1_370).contains(&made), "{origin}: {made}");
            execute(&db, "DELETE FROM throttles", vec![]).await;
        }
    })
    .await;
}
