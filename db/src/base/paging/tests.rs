use super::*;

#[test]
fn a_cursor_that_does_not_parse_is_the_first_page() {
    let read = |cursor| SeekRequest::read(cursor, |text| text.parse::<i64>().ok());
    assert_eq!(read(None), SeekRequest::FIRST);
    assert_eq!(read(Some("")), SeekRequest::FIRST);
    assert_eq!(read(Some("ax")), SeekRequest::FIRST);
    assert_eq!(read(Some("b7")).from, Some(7));
    assert_eq!(read(Some("b7")).direction, Direction::Backward);
}

#[test]
fn pages_know_their_neighbours() {
    let forward = |from| SeekRequest {
        direction: Direction::Forward,
        from,
    };
    let page = into_page((1..=51).collect(), &forward(None), 60, i64::to_string);
    assert_eq!((page.rows.len(), page.previous), (50, None));
    assert_eq!(page.next, Some(Cursor::after(50)));

    let page = into_page((51..=60).collect(), &forward(Some(50)), 60, i64::to_string);
    assert_eq!(page.previous, Some(Cursor::before(51)));
    assert_eq!(page.next, None);

    let backward = SeekRequest {
        direction: Direction::Backward,
        from: Some(51),
    };
    let page = into_page((1..=50).rev().collect(), &backward, 60, i64::to_string);
    assert_eq!(page.rows.first(), Some(&1));
    assert_eq!(page.previous, None);
    assert_eq!(page.next, Some(Cursor::after(50)));
}
