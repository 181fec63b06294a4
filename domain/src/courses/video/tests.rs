use super::*;

fn player(address: &str) -> String {
    match VideoSource::of(address) {
        VideoSource::Frame(frame) => frame.player,
        other => format!("{other:?}"),
    }
}

#[test]
fn files_are_played_in_the_page() {
    for file in ["https://v.example/a.mp4", "https://v.example/A.MOV?x#t=1"] {
        assert_eq!(VideoSource::of(file), VideoSource::File(file.into()));
    }
    let sound = "https://v.example/a.mp3";
    assert_eq!(VideoSource::of(sound), VideoSource::Sound(sound.into()));
    for page in [
        "http://v.example/a.mp4",
        "https://v.example/?a.mp4",
        "https://v.example.mp4",
        "https://v.example/watch",
    ] {
        assert_eq!(VideoSource::of(page), VideoSource::Page(page.into()));
    }
}

#[test]
fn videos_of_two_sites_are_in_a_frame() {
    let frame = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0";
    for page in [
        "https://www.youtube.com/watch?list=x&v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "http://m.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    ] {
        assert_eq!(player(page), frame, "{page}");
    }
    let later = player("https://youtu.be/dQw4w9WgXcQ?t=1m30s");
    assert_eq!(later, format!("{frame}&start=90"));
    let frame = "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1";
    for page in [
        "https://vimeo.com/76979871",
        "https://player.vimeo.com/video/76979871",
        "https://vimeo.com/channels/staffpicks/76979871",
    ] {
        assert_eq!(player(page), frame, "{page}");
    }
    let hidden = player("https://vimeo.com/76979871/abc123def4");
    assert_eq!(hidden, format!("{frame}&h=abc123def4"));
}

#[test]
fn nothing_else_gets_into_a_frame() {
    for page in [
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://youtube.com:8443/watch?v=dQw4w9WgXcQ",
        "https://youtube.com/watch?v=a%22b",
        "https://youtube.com/embed/videoseries?list=x",
        "https://youtube.com/@someone",
        "https://vimeo.com/event/123",
        "https://vimeo.com/12a",
        "https://vimeo.com/76979871/a%22b",
    ] {
        assert_eq!(VideoSource::of(page), VideoSource::Page(page.into()));
    }
    for frame in [
        player("https://youtu.be/abcd"),
        player("https://vimeo.com/1"),
    ] {
        let mut known = FRAME_SOURCES.split(' ');
        assert!(known.any(|host| frame.starts_with(&format!("{host}/"))));
    }
}

#[test]
fn a_start_is_read_as_the_sites_write_it() {
    assert_eq!(seconds("90"), Some(90));
    assert_eq!(seconds("1h2m3s"), Some(3723));
    assert_eq!(seconds("soon"), None);
    assert_eq!(seconds("99999999999"), None);
}
