package io.reprise.archiver.operate;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the objects of one partition that lie among its segment objects in the store but that its
 * commit log does not name. Stateless.
 */
final class UnnamedObjects {
  private static final Pattern SEGMENT =
      Pattern.compile("00(\\d{18})-(\\d{20})-e(\\d{1,18})-[0-9a-f]{16}\\.(avro|idx)");
  private static final long NO_EPOCH = -1;

  private UnnamedObjects() {}

  /**
   * An object that no commit entry names.
   *
   * @param epoch lease epoch of the claim under which the object was written; -1 when the object is
   *     not a segment
   * @param isCovered whether a committed segment has all offsets of this object's segment, and more
   *     offsets. If so, no later commit entry can name the object: its segment was merged, or
   *     another writer has committed these offsets first
   */
  record Unnamed(ObjectFacts facts, long epoch, boolean isCovered) {
    boolean isSegment() {
      return epoch != NO_EPOCH;
    }
  }

  /**
   * Calls {@code each} for every object without a commit entry, in the order of the object names.
   */
  static void forEach(ObjectFetcher store, PartitionArchive archive, Consumer<Unnamed> each) {
    var under = ArchiveLayout.segments(archive.id());
    var page = store.list(under, null);
    while (!page.isEmpty()) {
      for (var object : page) {
        var file = object.name().substring(under.length());
        var form = SEGMENT.matcher(file);
        if (!form.matches()) {
          each.accept(new Unnamed(object, NO_EPOCH, false));
          continue;
        }
        // Objects are listed in the order of their offsets, so each manifest of the archive is read
        // about once.
        var committed = archive.segmentAt(Long.parseLong(form.group(1)));
        if (committed == null) {
          each.accept(new Unnamed(object, epoch(form), false));
        } else if (!isOf(committed, file)) {
          each.accept(new Unnamed(object, epoch(form), isInside(form, committed.range())));
        }
      }
      page = store.list(under, page.get(page.size() - 1).name());
    }
  }

  private static long epoch(Matcher form) {
    return Long.parseLong(form.group(3));
  }

  /** Returns whether the file is the data object or the index object of the segment. */
  private static boolean isOf(SegmentFacts segment, String file) {
    return file.equals(segment.file()) || file.equals(ArchiveLayout.indexOf(segment.file()));
  }

  /**
   * Returns whether the offset range in the file's name is a part of {@code range}, not all of it.
   */
  private static boolean isInside(Matcher form, OffsetRange range) {
    // The numbers of 20 digits in object names are compared as text, because a foreign file may
    // have a number that is no offset.
    int end = form.group(2).compareTo("%020d".formatted(range.to()));
    return end < 0 || end == 0 && Long.parseLong(form.group(1)) > range.from();
  }
}
