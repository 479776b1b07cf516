package io.reprise.store.archive.log;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the segments that were merged or replaced only recently. Garbage collection must keep the
 * objects of these segments, because readers with an older state of the archive may still read
 * them. Stateless.
 */
public final class ReplacedSegments {
  /**
   * How many entries one request to the store lists. It must not exceed a page of the store's
   * listing.
   */
  private static final int LISTED = 500;

  private ReplacedSegments() {}

  /**
   * Returns the file names of the segments that were merged or replaced at or after {@code since}.
   * Reads all commit entries created at or after {@code since}, by the time at which the store says
   * that it stored them.
   *
   * @param archive the archive's newest state
   * @throws io.reprise.store.archive.CorruptArchiveException if an entry is missing or cannot be
   *     decoded
   * @throws io.reprise.store.object.store.ObjectStoreException if the store cannot be read
   */
  public static Set<String> since(ObjectFetcher fetcher, PartitionArchive archive, Instant since) {
    var id = archive.id();
    var files = new HashSet<String>();
    long first = firstSince(fetcher, archive, since);
    var entries = new EntriesAfter(fetcher, id, first - 1);
    for (long seq = first; seq <= archive.headSeq(); seq++) {
      var name = ArchiveLayout.entry(id, seq);
      var bytes = entries.next();
      if (bytes == null) {
        throw CheckpointReader.missing(name, ArchiveLayout.entry(id, archive.headSeq()));
      }
      var op = EntryCodec.entry(name, bytes).op();
      if (op instanceof ArchiveOp.Merge merge) {
        files.addAll(merge.parts());
      } else if (op instanceof ArchiveOp.Replace replace) {
        files.add(replace.old().file());
      }
    }
    return files;
  }

  /**
   * Returns the number of the entry with which the search must begin: the entry directly after the
   * last one that the store created before {@code since}; 0 if there is no such entry.
   */
  private static long firstSince(ObjectFetcher fetcher, PartitionArchive archive, Instant since) {
    long end = archive.headSeq() + 1;
    while (end > 0) {
      long from = Math.max(0, end - LISTED);
      long oldEnd = oldEnd(fetcher, archive, from, end, since);
      if (oldEnd > from) {
        return oldEnd;
      }
      end = from;
    }
    return 0;
  }

  /**
   * Among the entries with the numbers {@code [from, to)}, finds the last one that was created
   * before {@code since}, and returns the number after it; {@code from} if there is none.
   */
  private static long oldEnd(
      ObjectFetcher fetcher, PartitionArchive archive, long from, long to, Instant since) {
    var id = archive.id();
    var after = from == 0 ? null : ArchiveLayout.entry(id, from - 1);
    long oldEnd = from;
    long seq = from;
    for (ObjectFacts object : fetcher.list(ArchiveLayout.entries(id), after)) {
      if (seq == to || !object.name().equals(ArchiveLayout.entry(id, seq))) {
        return oldEnd;
      }
      seq++;
      if (object.modified().isBefore(since)) {
        oldEnd = seq;
      }
    }
    return oldEnd;
  }
}
