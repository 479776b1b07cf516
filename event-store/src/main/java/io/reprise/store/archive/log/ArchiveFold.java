package io.reprise.store.archive.log;

import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies a commit entry to the state of an archive, and refuses an entry that does not fit the
 * state. Writers check an entry with this class before they append it, and readers check each entry
 * that they read. Both therefore refuse the same entries. To apply an entry that replaces or merges
 * segments, this class may read manifests from the store. It has no other side effect.
 */
final class ArchiveFold {
  private ArchiveFold() {}

  /**
   * Applies one commit entry to {@code before}, and returns the state of the archive after the
   * entry.
   *
   * @param sha256 SHA-256 of the entry's bytes
   * @throws IllegalArgumentException if the entry does not fit the state; the message says why
   */
  static PartitionArchive apply(PartitionArchive before, ArchiveEntry entry, String sha256) {
    require(
        entry.seq() == before.headSeq() + 1,
        "has seq %d where %d is next",
        entry.seq(),
        before.headSeq() + 1);
    require(
        entry.prevSha256().equals(before.headSha256()),
        "does not follow entry %d",
        before.headSeq());
    requireEpoch(before, entry);
    return new Next(before).with(entry).at(entry.seq(), sha256);
  }

  private static void requireEpoch(PartitionArchive before, ArchiveEntry entry) {
    long expected = entry.op() instanceof ArchiveOp.Claim ? before.epoch() + 1 : before.epoch();
    require(
        entry.epoch() == expected, "has epoch %d where %d is in force", entry.epoch(), expected);
    require(
        before.epoch() > 0 || !isWriters(entry.op()),
        "needs a claim, but the archive was never claimed");
  }

  /**
   * Returns whether this change is refused while the archive has never been claimed. A claim itself
   * is not refused, and an operator may add and release holds before the first claim. Every other
   * change concerns segments or trims, and an archive has none of them before its first claim.
   */
  private static boolean isWriters(ArchiveOp op) {
    return !(op instanceof ArchiveOp.Claim
        || op instanceof ArchiveOp.Hold
        || op instanceof ArchiveOp.Unhold);
  }

  private static void require(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise.formatted(values));
    }
  }

  /**
   * A mutable copy of an archive's state. The entry is applied to this copy, so the original state
   * stays unchanged.
   */
  private static final class Next {
    private final PartitionArchive before;
    private long epoch;
    private String writer;
    private ArchivedSegments segments;
    private List<HoldInForce> holds;
    private long trimIntent;
    private long trimDone;

    Next(PartitionArchive before) {
      this.before = before;
      this.epoch = before.epoch();
      this.writer = before.writer() == null ? "" : before.writer();
      this.segments = before.segments();
      this.holds = before.holds();
      this.trimIntent = before.trimIntent();
      this.trimDone = before.trimDone();
    }

    PartitionArchive at(long seq, String sha256) {
      return new PartitionArchive(
          before.id(), seq, sha256, epoch, writer, segments, holds, trimIntent, trimDone);
    }

    Next with(ArchiveEntry entry) {
      var op = entry.op();
      if (op instanceof ArchiveOp.Claim claim) {
        epoch = entry.epoch();
        writer = claim.writer();
      } else if (op instanceof ArchiveOp.Add add) {
        add(add.segment());
      } else if (op instanceof ArchiveOp.Hold hold) {
        hold(hold, entry);
      } else if (op instanceof ArchiveOp.Unhold unhold) {
        unhold(unhold);
      } else if (op instanceof ArchiveOp.TrimIntent trim) {
        intendTrim(trim.before());
      } else if (op instanceof ArchiveOp.TrimDone trim) {
        require(
            trim.logStart() >= trimIntent,
            "starts the log at %d, below the trim limit",
            trim.logStart());
        trimDone = trim.logStart();
      } else if (op instanceof ArchiveOp.Replace replace) {
        replace(replace);
      } else if (op instanceof ArchiveOp.Merge merge) {
        merge(merge);
      }
      return this;
    }

    private void add(SegmentFacts segment) {
      long end = before.covered().to();
      require(
          segments.isEmpty() || segment.range().from() == end,
          "adds %s where the archive ends at %d",
          segment.range(),
          end);
      require(
          segment.records() >= 0 && segment.records() <= segment.range().span(),
          "adds %d records in %s",
          segment.records(),
          segment.range());
      require(!segment.range().isEmpty(), "adds an empty segment at %d", segment.range().from());
      segments = segments.plus(segment);
    }

    private void hold(ArchiveOp.Hold hold, ArchiveEntry entry) {
      require(
          hold.from() >= trimIntent,
          "holds offset %d, but offsets below %d are trimmed or about to be: hold from %d on",
          hold.from(),
          trimIntent,
          trimIntent);
      require(
          holds.stream().noneMatch(h -> h.id().equals(hold.id())), "repeats hold %s", hold.id());
      holds =
          plus(
              holds, new HoldInForce(hold.id(), hold.from(), hold.reason(), hold.by(), entry.at()));
    }

    private void unhold(ArchiveOp.Unhold unhold) {
      var rest = holds.stream().filter(h -> !h.id().equals(unhold.id())).toList();
      require(rest.size() < holds.size(), "releases hold %s, which does not exist", unhold.id());
      holds = rest;
    }

    private void intendTrim(long upTo) {
      require(
          upTo > trimIntent && upTo <= before.covered().to(),
          "trims below %d: trimmed is %d, archived up to %d",
          upTo,
          trimIntent,
          before.covered().to());
      holds.forEach(h -> require(upTo <= h.from(), "trims below %d past hold %s", upTo, h.id()));
      trimIntent = upTo;
    }

    private void replace(ArchiveOp.Replace replace) {
      var there = segments.at(replace.old().range().from());
      require(replace.old().equals(there), "replaces %s, which is not there", replace.old().file());
      require(
          replace.old().range().equals(replace.replacement().range()),
          "replaces %s by another range",
          replace.old().file());
      segments = segments.replacing(List.of(replace.old()), replace.replacement());
    }

    private void merge(ArchiveOp.Merge merge) {
      var merged = merge.merged();
      var parts = segments.in(merged.range()).limit(merge.parts().size() + 1L).toList();
      require(merge.parts().size() > 1, "merges %d segments, not several", merge.parts().size());
      require(
          parts.stream().map(SegmentFacts::file).toList().equals(merge.parts()),
          "merges segments that are not those of %s",
          merged.range());
      require(
          parts.get(0).range().from() == merged.range().from()
              && parts.get(parts.size() - 1).range().to() == merged.range().to(),
          "merges segments into %s, which is another range",
          merged.range());
      var before = SegmentTotals.of(parts);
      var after = SegmentTotals.of(merged);
      require(
          after.records() == before.records()
              && after.minTimestamp() == before.minTimestamp()
              && after.maxTimestamp() == before.maxTimestamp(),
          "merges segments with %d records into one with %d, or with other timestamps",
          before.records(),
          after.records());
      segments = segments.replacing(parts, merged);
    }

    private static <T> List<T> plus(List<T> all, T one) {
      var longer = new ArrayList<T>(all.size() + 1);
      longer.addAll(all);
      longer.add(one);
      return longer;
    }
  }
}
