//! One page of the lines.
use super::{
    order::{Place, Span},
    reading::{Found, Lines},
};
use crate::{
    Db, Error,
    base::paging::{FETCH_LIMIT, Position, SeekRequest, seal_cursors},
};
use domain::{
    ids::ActivityId,
    page::{Cursor, Direction, PAGE_SIZE, Page},
};

/// What cursors are sealed for.
const LIST: &str = "activity.at";

type Request = SeekRequest<Place>;

/// The lines of a page, and where those before and after it are.
struct Cut {
    places: Vec<Place>,
    previous: Option<Place>,
    next: Option<Place>,
}

/// Returns the ids of one page, the newest first.
pub(super) async fn page(
    lines: &Lines<'_>,
    cursor: Option<&str>,
) -> Result<Page<ActivityId>, Error> {
    let mut request = Request::read(cursor, |text| place_of(lines.db, text));
    let mut found = look(lines, &request).await?;
    if found.places.is_empty() && found.edge.is_none() && !request.is_first() {
        request = Request::FIRST;
        found = look(lines, &request).await?;
    }
    let cut = cut(found, &request);
    let number = i64::try_from(cut.places.len()).unwrap_or(i64::MAX);
    let (total, is_more) = match (&cut.previous, &cut.next) {
        (None, None) => (number, false),
        _ => lines.count(Span::of(lines.filter)).await?,
    };
    let [previous, next] =
        [cut.previous, cut.next].map(|place| place.map(|place| place.at.to_string()));
    let page = Page {
        before: before(lines, &cut).await?,
        total,
        is_more,
        previous: cut.previous.map(|place| Cursor::before(place.id)),
        next: cut.next.map(|place| Cursor::after(place.id)),
        rows: cut
            .places
            .iter()
            .map(|place| ActivityId(place.id))
            .collect(),
    };
    seal_cursors(lines.db, LIST, page, [previous, next])
}

fn place_of(db: &Db, cursor: &str) -> Option<Place> {
    let position = Position::open(db, LIST, cursor, |id| id.parse().ok())?;
    let at = position.key.parse().ok()?;
    Some(Place {
        at,
        id: position.row,
    })
}

async fn look(lines: &Lines<'_>, request: &Request) -> Result<Found, Error> {
    let backward = request.direction == Direction::Backward;
    let span = Span::of(lines.filter).seek(request.from, backward);
    lines.look(span, backward, FETCH_LIMIT).await
}

/// How many lines are on the pages before, if so many are looked at.
async fn before(lines: &Lines<'_>, cut: &Cut) -> Result<Option<i64>, Error> {
    let Some(first) = cut.places.first().filter(|_| cut.previous.is_some()) else {
        return Ok(Some(0));
    };
    let newer = Span::of(lines.filter).seek(Some(*first), true);
    let (number, is_more) = lines.count(newer).await?;
    Ok((!is_more).then_some(number))
}

fn cut(found: Found, request: &Request) -> Cut {
    let backward = request.direction == Direction::Backward;
    let (mut places, forth) = (found.places, if backward { -1 } else { 1 });
    let is_full = places.len() as u64 > PAGE_SIZE;
    places.truncate(usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX));
    let onward = match places.last() {
        Some(last) if is_full => Some(*last),
        // The edge is on the next page.
        _ => found.edge.map(|edge| edge.step(forth)),
    };
    // Not the page's first line: the lines before it were looked at from here.
    let back = request.from.map(|from| from.step(-forth));
    if backward {
        places.reverse();
        return Cut {
            places,
            previous: onward,
            next: back,
        };
    }
    Cut {
        places,
        previous: back,
        next: onward,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(ids: impl IntoIterator<Item = i64>) -> Vec<Place> {
        ids.into_iter().map(|id| Place { at: 7, id }).collect()
    }

    fn request(direction: Direction, from: Option<i64>) -> Request {
        let from = from.map(|id| Place { at: 7, id });
        Request { direction, from }
    }

    fn ends(cut: &Cut) -> [Option<i64>; 2] {
        [cut.previous, cut.next].map(|place| place.map(|place| place.id))
    }

    #[test]
    fn a_full_page_continues_at_its_ends() {
        let found = || Found {
            places: places((1..=51).rev()),
            edge: None,
        };
        let first = cut(found(), &request(Direction::Forward, None));
        assert_eq!((first.places.len(), ends(&first)), (50, [None, Some(2)]));
        let second = cut(found(), &request(Direction::Forward, Some(52)));
        assert_eq!(ends(&second), [Some(51), Some(2)]);
        let upward = Found {
            places: places(1..=51),
            edge: None,
        };
        let back = cut(upward, &request(Direction::Backward, Some(0)));
        assert_eq!((back.places[0].id, ends(&back)), (50, [Some(50), Some(1)]));
    }

    #[test]
    fn what_was_not_looked_at_is_on_the_next_page() {
        let edge = Some(Place { at: 7, id: 20 });
        let some = Found {
            places: places([30, 25]),
            edge,
        };
        let some = cut(some, &request(Direction::Forward, Some(40)));
        let next = Span::of(&Default::default()).seek(some.next, false);
        assert_eq!(
            next,
            Span::of(&Default::default()).only_before(Place { at: 7, id: 21 })
        );
        assert_eq!(ends(&some), [Some(39), Some(21)]);
        let none = cut(
            Found {
                places: vec![],
                edge,
            },
            &request(Direction::Forward, Some(40)),
        );
        assert_eq!(
            ends(&none),
            [Some(39), Some(21)],
            "the line 40 is on the page before"
        );
        let upward = cut(
            Found {
                places: vec![],
                edge,
            },
            &request(Direction::Backward, Some(10)),
        );
        assert_eq!(ends(&upward), [Some(19), Some(11)]);
    }
}
