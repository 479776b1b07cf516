package io.reprise.archiver.operate;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Finds objects among a partition's segments that its commit log does not name. Stateless. */
final class UnnamedObjects {
  private static final Pattern SEGMENT =
      Pattern.compile("00(\\d{18})-\\d{20}-e(\\d{1,18})-[0-9a-f]{16}\\.(avro|idx)");
  private static final long NO_EPOCH = -1;

  private UnnamedObjects() {}

  /**
   * An object that no commit entry names.
   *
   * @param epoch lease epoch of the claim under which the object was written; -1 when the object is
   *     not a segment
   */
  record Unnamed(ObjectFacts facts, long epoch) {
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
        if (!isNamed(archive, file)) {
          each.accept(new Unnamed(object, epoch(file)));
        }
      }
      page = store.list(under, page.get(page.size() - 1).name());
    }
  }

  private static long epoch(String file) {
    var form = SEGMENT.matcher(file);
    return form.matches() ? Long.parseLong(form.group(2)) : NO_EPOCH;
  }

  /**
   * Returns whether the commit log names the file: the segment that begins at the file's first
   * offset must have the file's name. Objects are listed in the order of their offsets, so each
   * manifest of the archive is read about once.
   */
  private static boolean isNamed(PartitionArchive archive, String file) {
    var form = SEGMENT.matcher(file);
    if (!form.matches()) {
      return false;
    }
    var segment = archive.segmentAt(Long.parseLong(form.group(1)));
    return segment != null
        && (file.equals(segment.file()) || file.equals(ArchiveLayout.indexOf(segment.file())));
  }
}
