//! The newest publications of this process, for pages that were not connected when they came.
use crate::base::publication::Publication;
use domain::{
    events::{ChangeEvent, PageId},
    time::Timestamp,
};
use std::collections::{BTreeSet, VecDeque};

/// How many are kept: those of some seconds of a busy portal, of hours of a quiet one.
const KEPT: usize = 256;

#[derive(Debug)]
pub(super) struct RecentEvents {
    /// From when on all are here.
    complete_from: Timestamp,
    kept: VecDeque<(Timestamp, Publication)>,
}

impl RecentEvents {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            complete_from: now,
            kept: VecDeque::new(),
        }
    }

    pub(super) fn add(&mut self, now: Timestamp, publication: Publication) {
        if self.kept.len() == KEPT
            && let Some((moment, _)) = self.kept.pop_front()
        {
            // Others of the same millisecond may be kept.
            self.complete_from = self.complete_from.max(Timestamp(moment.0 + 1));
        }
        self.kept.push_back((now, publication));
    }

    /// Returns what others than `page` caused from `since` on, as one publication: to refetch everything if that is no
    /// longer known, or if the clock says that it has yet to come.
    pub(super) fn since(
        &self,
        since: Timestamp,
        now: Timestamp,
        page: Option<PageId>,
    ) -> Publication {
        if since < self.complete_from || since > now {
            return Publication::resync();
        }
        let is_missed = |(moment, publication): &&(Timestamp, Publication)| {
            *moment >= since && (page.is_none() || publication.page != page)
        };
        let missed = self.kept.iter().filter(is_missed);
        let events: BTreeSet<ChangeEvent> = missed.flat_map(|(_, it)| it.events.clone()).collect();
        Publication::new(None, events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{events::ListKind, ids::GroupId};

    const PAGE: Option<PageId> = Some(PageId(7));

    fn recent(moments: impl IntoIterator<Item = i64>) -> RecentEvents {
        let mut recent = RecentEvents::new(Timestamp(100));
        for moment in moments {
            let event = ChangeEvent::Group(GroupId(moment));
            let page = Some(PageId(u64::try_from(moment % 2).unwrap()));
            let publication = Publication::new(page, [event].into());
            recent.add(Timestamp(moment), publication);
        }
        recent
    }

    fn groups(since: i64, recent: &RecentEvents, page: Option<PageId>) -> Vec<i64> {
        let missed = recent.since(Timestamp(since), Timestamp(1_000), page);
        assert_eq!(missed.page, None);
        let id = |event| match event {
            ChangeEvent::Group(id) => id.0,
            other => panic!("{other:?}"),
        };
        missed.events.into_iter().map(id).collect()
    }

    #[test]
    fn what_came_from_then_on_was_missed() {
        let recent = recent([101, 102, 102, 104]);
        assert_eq!(groups(100, &recent, PAGE), [101, 102, 104]);
        assert_eq!(groups(102, &recent, PAGE), [102, 104]);
        assert_eq!(groups(105, &recent, PAGE), [0_i64; 0]);
    }

    #[test]
    fn a_page_misses_nothing_of_its_own() {
        let recent = recent([101, 102, 103]);
        assert_eq!(groups(100, &recent, Some(PageId(1))), [102]);
        assert_eq!(groups(100, &recent, None), [101, 102, 103]);
    }

    #[test]
    fn what_is_not_known_is_everything() {
        let everything = [ChangeEvent::Resync];
        let few = recent([101]);
        let of = |recent: &RecentEvents, since, now| {
            recent.since(Timestamp(since), Timestamp(now), PAGE).events
        };
        assert_eq!(of(&few, 99, 1_000), everything, "before the start");
        assert_eq!(of(&few, 501, 500), everything, "the clock was put back");
        let many = recent(101..=400);
        assert_eq!(of(&many, 144, 1_000), everything, "dropped since");
        assert_eq!(of(&many, 145, 1_000), everything, "256 events are too many");
        assert_eq!(groups(399, &many, PAGE), [399, 400]);
        let mut lists = RecentEvents::new(Timestamp(100));
        for _ in 0..300 {
            let event = ChangeEvent::List(ListKind::Groups);
            lists.add(Timestamp(200), Publication::new(None, [event].into()));
        }
        assert_eq!(of(&lists, 200, 1_000), everything, "some of that moment");
        let event = ChangeEvent::List(ListKind::Groups);
        lists.add(Timestamp(201), Publication::new(None, [event].into()));
        assert_eq!(of(&lists, 201, 1_000), [event]);
    }
}
