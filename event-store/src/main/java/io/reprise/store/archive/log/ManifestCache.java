package io.reprise.store.archive.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;

/**
 * Caches the manifests that were read last, up to a given number of bytes of heap. Several logs may
 * share a cache. Thread-safe; if several callers want the same manifest, one of them reads it and
 * the others wait.
 */
public final class ManifestCache {
  /**
   * The assumed heap size of one segment in a manifest, in bytes: mostly its name and three
   * digests.
   */
  private static final int ITEM_BYTES = 600;

  private static final int BYTES_OF_ONE_LOG = 1 << 20;

  /**
   * A read of a manifest locks all manifests whose names hash to the same place of the cache's
   * table. With a place for each 4 KiB of heap, plans that read manifests of many partitions at the
   * same time rarely wait for one another.
   */
  private static final int BYTES_OF_ONE_PLACE = 1 << 12;

  private final Cache<String, SegmentManifest> manifests;

  /**
   * Creates an empty cache.
   *
   * @param mostBytes how much heap the cache may use
   */
  public ManifestCache(long mostBytes) {
    this.manifests =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .initialCapacity((int) Math.min(1 << 10, mostBytes / BYTES_OF_ONE_PLACE))
            .weigher((String name, SegmentManifest manifest) -> weight(manifest))
            .executor(Runnable::run)
            .build();
  }

  /** Creates a cache for a single log, of 1 MiB. */
  static ManifestCache ofOneLog() {
    return new ManifestCache(BYTES_OF_ONE_LOG);
  }

  private static int weight(SegmentManifest manifest) {
    return ITEM_BYTES * (manifest.segments().size() + manifest.manifests().size());
  }

  /**
   * Returns the cached manifest, or the one that {@code read} returns. Exceptions of {@code read}
   * reach the caller.
   */
  SegmentManifest get(String object, Supplier<SegmentManifest> read) {
    return manifests.get(object, name -> read.get());
  }
}
