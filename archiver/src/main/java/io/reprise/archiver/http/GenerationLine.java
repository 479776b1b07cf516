package io.reprise.archiver.http;

import io.reprise.store.snapshot.generation.GenerationManifest;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One exported generation of snapshots, as a response of the HTTP API shows it.
 *
 * @param processedTo for each partition of the source topic, the offset of the first event that is
 *     not folded into the snapshots
 * @param emittedTo for each partition of the source topic, the lowest exclusive end up to which a
 *     read model can be built from this generation
 * @param bytes total size of the generation's objects and their indexes
 * @param manifest the manifest's name in the store, below the prefix
 */
record GenerationLine(
    long generation,
    String topic,
    String reducer,
    int version,
    Instant at,
    long keys,
    long objects,
    long bytes,
    Map<Integer, Long> processedTo,
    Map<Integer, Long> emittedTo,
    String manifest) {

  static GenerationLine of(GenerationManifest manifest, String name) {
    var processedTo = new TreeMap<Integer, Long>();
    var emittedTo = new TreeMap<Integer, Long>();
    for (var partition : manifest.partitions()) {
      processedTo.put(partition.partition(), partition.processedTo());
      emittedTo.put(partition.partition(), partition.emittedTo());
    }
    return new GenerationLine(
        manifest.generation(),
        manifest.topic(),
        manifest.reducer(),
        manifest.reducerVersion(),
        manifest.at(),
        manifest.keys(),
        manifest.partitions().stream().mapToLong(p -> p.objects().size()).sum(),
        manifest.bytes(),
        processedTo,
        emittedTo,
        name);
  }
}
