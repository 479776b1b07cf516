package io.reprise.store.archive.log;

import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds manifests that no checkpoint names. A writer leaves such manifests if it is killed after it
 * has stored them and before it has stored their checkpoint. No later checkpoint names these
 * manifests, so they can be removed. Stateless.
 *
 * <p>Throws the same errors as {@link ArchivedSegments}. Memory: the names of the partition's
 * manifests, about one name for each {@value SegmentManifest#MOST} segments.
 */
public final class UnnamedManifests {
  private static final Pattern FILE =
      Pattern.compile("\\d{20}-\\d{20}-l\\d+-c0(\\d{19})-[0-9a-f]{16}\\.json");

  /**
   * How many of the newest checkpoints are read. A manifest that one of them names is not reported.
   * Reading only the newest checkpoint would not suffice, because a reader may still use the
   * checkpoint before it.
   */
  private static final int CHECKPOINTS = 2;

  private UnnamedManifests() {}

  /**
   * Calls {@code each} for every manifest that no checkpoint names, in the order of the manifests'
   * names.
   */
  public static void forEach(ObjectFetcher fetcher, PartitionId id, Consumer<ObjectFacts> each) {
    var reader = new CheckpointReader(fetcher, id, ManifestCache.ofOneLog());
    var named = new HashSet<String>();
    long newest = -1;
    for (var name : reader.newestNames(CHECKPOINTS)) {
      var bytes = fetcher.find(name);
      if (bytes.isPresent()) {
        var archive = reader.read(name, bytes.get());
        newest = Math.max(newest, archive.headSeq());
        var sealed = archive.segments().sealed();
        addNames(archive.segments(), sealed.roots(), named);
        sealed.retired().forEach(retired -> named.add(retired.manifest().file()));
      }
    }
    list(fetcher, id, named, newest, each);
  }

  private static void addNames(
      ArchivedSegments segments, List<ManifestRef> refs, Set<String> named) {
    for (var ref : refs) {
      named.add(ref.file());
      if (ref.level() > 0) {
        try {
          addNames(segments, segments.read(ref).manifests(), named);
        } catch (ArchiveChangedException e) {
          // This manifest is removed already: a newer checkpoint has replaced it, and only the
          // older of the two checkpoints still names it.
        }
      }
    }
  }

  private static void list(
      ObjectFetcher fetcher,
      PartitionId id,
      Set<String> named,
      long newest,
      Consumer<ObjectFacts> each) {
    var under = ArchiveLayout.manifests(id);
    var page = fetcher.list(under, null);
    while (!page.isEmpty()) {
      for (var object : page) {
        var file = object.name().substring(under.length());
        if (!named.contains(file) && isOlder(file, newest)) {
          each.accept(object);
        }
      }
      page = fetcher.list(under, page.get(page.size() - 1).name());
    }
  }

  /**
   * Returns whether a manifest was written for the checkpoint after the entry {@code newest}, or
   * for an earlier checkpoint. A manifest of a later checkpoint is not garbage: a writer may be
   * about to store that checkpoint.
   */
  private static boolean isOlder(String file, long newest) {
    var form = FILE.matcher(file);
    return form.matches() && Long.parseLong(form.group(1)) <= newest;
  }
}
