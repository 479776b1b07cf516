package io.reprise.store.archive.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;

/**
 * Manifests that were read lately, at most a given number of bytes of heap. Several logs may share
 * a cache. Thread-safe; one caller at a time reads a manifest, others wait for it.
 */
public final class ManifestCache {
  /** Heap of one listed segment in bytes, mostly its name and three digests. */
  private static final int ITEM_BYTES = 600;

  private static final int BYTES_OF_ONE_LOG = 1 << 20;

  private final Cache<String, SegmentManifest> manifests;

  /**
   * @param mostBytes how much heap the cache may use
   */
  public ManifestCache(long mostBytes) {
    this.manifests =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((String name, SegmentManifest manifest) -> weight(manifest))
            .executor(Runnable::run)
            .build();
  }

  /** A cache for a single log: 1 MiB. */
  static ManifestCache ofOneLog() {
    return new ManifestCache(BYTES_OF_ONE_LOG);
  }

  private static int weight(SegmentManifest manifest) {
    return ITEM_BYTES * (manifest.segments().size() + manifest.manifests().size());
  }

  /**
   * Returns the cached manifest, or the one that {@code read} returns; its errors are passed on.
   */
  SegmentManifest get(String object, Supplier<SegmentManifest> read) {
    return manifests.get(object, name -> read.get());
  }
}
