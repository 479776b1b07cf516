package io.reprise.store.archive.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;

/**
 * Caches the manifests that were read most recently, within a limit of heap memory. Several commit
 * logs may share a cache. Thread-safe. If several threads want the same manifest at the same time,
 * one of them reads it from the store and the others wait for the result.
 */
public final class ManifestCache {
  /**
   * The estimated heap size, in bytes, of what a manifest says about one segment: mostly the
   * segment's name and three digests.
   */
  private static final int ITEM_BYTES = 600;

  private static final int BYTES_OF_ONE_LOG = 1 << 20;

  /**
   * The cache's size limit in bytes, divided by this number, is the requested number of bins in the
   * cache's hash table, at most 1,024. A manifest's bin is locked while the manifest is read from
   * the store, and reads of other manifests in the same bin wait. With this number of bins, threads
   * that read manifests of many partitions at the same time rarely wait for each other.
   */
  private static final int BYTES_OF_ONE_PLACE = 1 << 12;

  private final Cache<String, SegmentManifest> manifests;

  /**
   * Creates an empty cache.
   *
   * @param mostBytes limit of the heap memory that the cached manifests may use, in bytes
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

  /** Creates a cache of 1 MiB for the manifests of a single commit log. */
  static ManifestCache ofOneLog() {
    return new ManifestCache(BYTES_OF_ONE_LOG);
  }

  private static int weight(SegmentManifest manifest) {
    return ITEM_BYTES * (manifest.segments().size() + manifest.manifests().size());
  }

  /**
   * Returns the manifest with the name {@code object}. If it is not in the cache, calls {@code
   * read}, and caches and returns the result. An exception that {@code read} throws reaches the
   * caller.
   */
  SegmentManifest get(String object, Supplier<SegmentManifest> read) {
    return manifests.get(object, name -> read.get());
  }
}
