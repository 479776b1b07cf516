package io.reprise.store.snapshot.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.store.archive.StrictJson;
import io.reprise.store.object.store.ObjectCreator.Created;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.snapshot.SnapshotSource;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import io.reprise.store.snapshot.generation.GenerationManifest.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Exports, lists, opens and removes the generations of one snapshot topic.
 *
 * <p>Thread-safe. Errors: {@link io.reprise.store.object.store.ObjectStoreException} if the object
 * store cannot be used. A retry is safe: an export stores the manifest last, and without the
 * manifest the generation does not exist.
 */
public final class Generations {
  private static final long CUT_BYTES = 64L << 20;

  private final ObjectStore store;
  private final GenerationLayout layout;
  private final Clock clock;

  /**
   * Creates an object for the generations of one snapshot topic. Sends no request.
   *
   * @param store the object store, which the caller closes
   */
  public Generations(ObjectStore store, GenerationLayout layout, Clock clock) {
    this.store = store;
    this.layout = layout;
    this.clock = clock;
  }

  public GenerationLayout layout() {
    return layout;
  }

  /**
   * Exports all snapshots of a source as the next generation. Reads each object back and checks it,
   * before the manifest is stored.
   *
   * @param spool an existing directory with room for one object
   * @param exported called after each partition with the number of snapshots that this export has
   *     stored so far
   * @throws UnusableSnapshotsException if the source has no watermark yet, or if another process
   *     has exported a generation with the same number
   */
  public GenerationManifest export(SnapshotSource source, Path spool, LongConsumer exported) {
    long next = newest().map(GenerationManifest::generation).orElse(0L) + 1;
    var partitions = new ArrayList<Partition>();
    long keys = 0;
    for (int p = 0; p < source.partitions(); p++) {
      var written = export(source, p, spool);
      partitions.add(written);
      keys += written.keys();
      exported.accept(keys);
    }
    return commit(next, partitions);
  }

  private Partition export(SnapshotSource source, int partition, Path spool) {
    var watermark = source.watermark(partition);
    try (var writer = new GenerationWriter(store, layout, partition, spool, CUT_BYTES)) {
      source.read(partition, writer::add);
      var objects = writer.finish();
      return new Partition(
          partition, watermark.processedTo(), watermark.emittedTo(), writer.keys(), objects);
    }
  }

  private GenerationManifest commit(long generation, List<Partition> partitions) {
    var snapshots = layout.snapshots();
    var manifest =
        new GenerationManifest(
            GenerationManifest.VERSION,
            generation,
            snapshots.source(),
            layout.topicId(),
            snapshots.reducer().name(),
            snapshots.reducer().version(),
            clock.instant(),
            partitions);
    var name = layout.manifest(generation);
    var bytes = write(manifest);
    if (store.createIfAbsent(name, bytes) == Created.BEFORE
        && !store.find(name).map(there -> java.util.Arrays.equals(there, bytes)).orElse(false)) {
      throw new UnusableSnapshotsException(
          "generation %d of %s was exported by another process at the same time: use it, or export again"
              .formatted(generation, snapshots));
    }
    return manifest;
  }

  private static byte[] write(GenerationManifest manifest) {
    try {
      return StrictJson.mapper().writeValueAsBytes(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + manifest, e);
    }
  }

  /** Returns the manifests of all generations, the oldest generation first. */
  public List<GenerationManifest> list() {
    return names().stream().flatMap(name -> find(name).stream()).toList();
  }

  private List<String> names() {
    return all(layout.manifests()).stream().map(ObjectFacts::name).toList();
  }

  private List<ObjectFacts> all(String prefix) {
    var all = new ArrayList<ObjectFacts>();
    @Nullable String after = null;
    for (var page = store.list(prefix, after); !page.isEmpty(); page = store.list(prefix, after)) {
      all.addAll(page);
      after = page.get(page.size() - 1).name();
    }
    return all;
  }

  public Optional<GenerationManifest> newest() {
    var names = names();
    return names.isEmpty() ? Optional.empty() : find(names.get(names.size() - 1));
  }

  private Optional<GenerationManifest> find(String name) {
    return store.find(name).map(bytes -> read(name, bytes));
  }

  private GenerationManifest read(String name, byte[] bytes) {
    try {
      // Before any other field: a newer version may have fields that this build does not know.
      var version = StrictJson.mapper().readTree(bytes).path("v");
      if (version.isInt() && version.asInt() != GenerationManifest.VERSION) {
        throw unusable(name, "is of format version " + version.asInt() + ": upgrade this program");
      }
      var manifest = StrictJson.mapper().readValue(bytes, GenerationManifest.class);
      if (manifest.v() != GenerationManifest.VERSION) {
        throw unusable(name, "has no format version: restore it from a copy");
      }
      if (!layout.manifest(manifest.generation()).equals(name)
          || !manifest.snapshots().equals(layout.snapshots())) {
        throw unusable(name, "says that it is another generation: restore it from a copy");
      }
      return manifest;
    } catch (IOException e) {
      throw unusable(name, "cannot be read (%s): restore it from a copy".formatted(e.getMessage()));
    }
  }

  private static UnusableSnapshotsException unusable(String name, String why) {
    return new UnusableSnapshotsException("manifest '" + name + "' " + why);
  }

  /**
   * Opens a generation, to read its snapshots.
   *
   * @param generation number of the generation; null for the newest one
   * @throws UnusableSnapshotsException if the generation does not exist
   */
  public GenerationSnapshots open(@Nullable Long generation) {
    var manifest = generation == null ? newest() : find(layout.manifest(generation));
    return new GenerationSnapshots(
        store,
        layout,
        manifest.orElseThrow(
            () ->
                new UnusableSnapshotsException(
                    "%s has no generation%s: export one, or list the existing ones"
                        .formatted(
                            layout.snapshots(), generation == null ? "" : " " + generation))));
  }

  /**
   * Removes old generations, and then the objects that no remaining generation names. The newest
   * {@code keep} generations stay, and so do all generations younger than {@code keepFor}. A
   * process that is still reading a removed generation gets an error that names this generation.
   *
   * @param keep how many of the newest generations stay even if they are older than {@code
   *     keepFor}; at least 1
   * @param keepFor minimum age of a generation or object that is removed. A younger object may
   *     belong to an export that is still running
   * @return the numbers of the removed generations
   */
  public List<Long> removeOld(int keep, Duration keepFor) {
    var all = list();
    var limit = clock.instant().minus(keepFor);
    var old =
        all.subList(0, Math.max(0, all.size() - keep)).stream()
            .filter(manifest -> manifest.at().isBefore(limit))
            .toList();
    old.forEach(manifest -> store.remove(layout.manifest(manifest.generation())));
    if (!old.isEmpty()) {
      var left = new ArrayList<>(all);
      left.removeAll(old);
      removeObjects(named(left), limit);
    }
    return old.stream().map(GenerationManifest::generation).toList();
  }

  private Set<String> named(List<GenerationManifest> manifests) {
    var named = new HashSet<String>();
    for (var manifest : manifests) {
      for (var partition : manifest.partitions()) {
        for (var object : partition.objects()) {
          named.add(layout.object(partition.partition(), object.segment()));
          named.add(layout.index(partition.partition(), object.segment()));
        }
      }
    }
    return named;
  }

  private void removeObjects(Set<String> named, java.time.Instant limit) {
    all(layout.objects()).stream()
        .filter(object -> !named.contains(object.name()))
        .filter(object -> object.modified().isBefore(limit))
        .forEach(object -> store.remove(object.name()));
  }

  static UnusableSnapshotsException disagreement(GenerationManifest manifest, RuntimeException e) {
    var gone = e instanceof ObjectMissingException;
    return new UnusableSnapshotsException(
        "generation %d of %s does not match its objects: %s; %s"
            .formatted(
                manifest.generation(),
                manifest.snapshots(),
                e.getMessage(),
                gone ? "load from a newer one" : "load from another one"));
  }
}
