package io.reprise.store.archive.read;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectFetcher;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partitions that have an archive, by the names of the objects in the store. Also finds
 * partitions of topics that were deleted from Kafka. Stateless. Exceptions of the store reach the
 * caller unchanged.
 */
public final class StoredArchives {
  private static final Pattern OBJECT = Pattern.compile("v1/([^~/]+)~([^/]+)/p(\\d{5,9})/.+");

  private StoredArchives() {}

  /** Calls {@code each} for every partition with an archive, in the order of object names. */
  public static void forEach(ObjectFetcher store, Consumer<PartitionId> each) {
    scan(store, ArchiveLayout.all(), each);
  }

  /**
   * Calls {@code each} for every partition with an archive whose topic has, or had, the name {@code
   * topic}. The calls follow the order of object names.
   */
  public static void forEach(ObjectFetcher store, String topic, Consumer<PartitionId> each) {
    scan(store, ArchiveLayout.topics(topic), each);
  }

  /**
   * Calls {@code each} for every partition with an archive of the topic that has this name and this
   * id. The calls follow the order of object names.
   */
  public static void forEach(
      ObjectFetcher store, String topic, String topicId, Consumer<PartitionId> each) {
    scan(store, ArchiveLayout.topic(topic, topicId), each);
  }

  /**
   * Lists object names under a prefix and calls {@code each} for each partition found. After each
   * page of the listing, skips the remaining objects of the page's last partition. This takes about
   * one request for each partition, however many objects it has.
   */
  private static void scan(ObjectFetcher store, String prefix, Consumer<PartitionId> each) {
    PartitionId last = null;
    var page = store.list(prefix, null);
    while (!page.isEmpty()) {
      for (var object : page) {
        var id = partition(object.name()).orElse(last);
        if (id != null && !id.equals(last)) {
          each.accept(id);
          last = id;
        }
      }
      page = store.list(prefix, next(page.get(page.size() - 1).name(), last));
    }
  }

  /**
   * Returns the object name after which the listing must continue, to begin with the first object
   * of the next partition.
   */
  private static String next(String listed, @Nullable PartitionId last) {
    if (last == null || !listed.startsWith(ArchiveLayout.directory(last))) {
      return listed;
    }
    var directory = ArchiveLayout.directory(last);
    // The character '0' follows '/' in the order of names. The returned name therefore sorts after
    // all objects of this partition, and before the objects of the next partition.
    return directory.substring(0, directory.length() - 1) + '0';
  }

  private static Optional<PartitionId> partition(String name) {
    var form = OBJECT.matcher(name);
    return form.matches()
        ? Optional.of(
            new PartitionId(form.group(1), form.group(2), Integer.parseInt(form.group(3))))
        : Optional.empty();
  }
}
