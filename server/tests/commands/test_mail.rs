//! `muster test-mail`: what it says of each thing that a mail server can do.
use super::support::Place;
use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    thread,
};

const FROM: (&str, &str) = ("MUSTER_MAIL_FROM", "Portal <portal@example.org>");

/// A mail server that takes everything, except what begins with the verb of `refused`.
struct MailServer {
    port: u16,
}

impl MailServer {
    fn start(refused: Option<(&'static str, &'static str)>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        // It ends with the test; a client that hangs up is no failure of its. A connection may still be open when the
        // next one comes.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let _ = talk(&stream, refused);
                });
            }
        });
        Self { port }
    }

    fn url(&self) -> String {
        format!("smtp://me:s3cret@127.0.0.1:{}", self.port)
    }
}

fn talk(stream: &TcpStream, refused: Option<(&str, &str)>) -> std::io::Result<()> {
    let mut stream = stream;
    let mut lines = BufReader::new(stream).lines();
    stream.write_all(b"220 mail.example ready\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let verb = line.split(' ').next().unwrap_or_default();
        let answer = match (verb, refused) {
            (verb, Some((refused, answer))) if verb == refused => answer,
            ("EHLO", _) => "250-mail.example\r\n250 AUTH PLAIN LOGIN",
            ("DATA", _) => {
                stream.write_all(b"354 go on\r\n")?;
                while lines.next().transpose()?.is_some_and(|line| line != ".") {}
                "250 2.0.0 Ok: queued as 4F"
            }
            ("AUTH", _) => "235 2.7.0 welcome",
            _ => "250 2.1.0 Ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

fn not_sent(url: &str) -> String {
    not_sent_within("60", url)
}

fn not_sent_within(seconds: &str, url: &str) -> String {
    let arguments = ["test-mail", "me@example.org", "--timeout", seconds];
    let said = Place::new().refused(1, &arguments, &[("MUSTER_SMTP_URL", url), FROM]);
    assert!(!said.contains("s3cret"), "{said}");
    said.strip_prefix("not sent: ").unwrap().to_owned()
}

#[test]
fn an_e_mail_that_is_accepted_is_said_to_be() {
    let server = MailServer::start(None);
    let url = server.url();
    let place = Place::new();
    let said = place.done(
        &["test-mail", "me@example.org"],
        &[("MUSTER_SMTP_URL", &url), FROM],
    );
    assert!(
        said.starts_with(&format!("Sent: 127.0.0.1:{} accepted", server.port)),
        "{said}"
    );
    assert!(said.contains("2.0.0 Ok: queued as 4F"), "{said}");
    assert!(!said.contains("s3cret"), "{said}");
    assert!(!place.path("data").exists(), "it needs no database");
}

#[test]
fn what_a_server_refuses_is_said_in_its_words_with_what_to_do() {
    for (verb, answer, told) in [
        (
            "AUTH",
            "535 5.7.8 bad credentials",
            "refused the user or the password",
        ),
        ("MAIL", "553 5.1.8 not yours", "refused the sender"),
        ("MAIL", "550 Sender address rejected", "refused the sender"),
        (
            "RCPT",
            "550 5.1.1 unknown here",
            "refused the address that the e-mail is for",
        ),
        ("RCPT", "450 4.2.0 greylisted", "does not take it now"),
        ("MAIL", "552 5.3.4 too big", "refused the e-mail"),
        ("EHLO", "554 5.7.1 you are listed", "refused the connection"),
    ] {
        let said = not_sent(&MailServer::start(Some((verb, answer))).url());
        assert!(said.contains(told), "{answer}: {said}");
        assert!(said.contains(answer), "{answer}: {said}");
    }
}

#[test]
fn a_connection_that_fails_is_told_from_one_that_is_not_encrypted() {
    let server = MailServer::start(None);
    let port = server.port;
    let said = not_sent(&format!("smtps://me:s3cret@127.0.0.1:{port}"));
    assert!(said.contains("found no encryption"), "{said}");
    let said = not_sent(&format!("smtp://me:s3cret@127.0.0.1:{port}?tls=required"));
    assert!(said.contains("found no encryption"), "{said}");
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let said = not_sent(&format!("smtp://127.0.0.1:{port}"));
    assert!(said.contains("cannot connect to 127.0.0.1:"), "{said}");
    // It accepts, and says nothing.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = silent.local_addr().unwrap().port();
    let said = not_sent_within("1", &format!("smtp://127.0.0.1:{port}"));
    assert!(said.contains("did not answer within 1 s"), "{said}");
}

#[test]
fn without_a_mail_server_or_a_usable_address_nothing_is_tried() {
    let place = Place::new();
    let said = place.refused(2, &["test-mail", "me@example.org"], &[]);
    assert_eq!(
        said,
        "no mail server is set: set MUSTER_SMTP_URL and MUSTER_MAIL_FROM"
    );
    let output = place.run(&["test-mail", "nonsense"], &[]);
    assert_eq!(output.status.code(), Some(2));
}
