package io.reprise.local.stack;

import io.reprise.archiver.generation.ExportConfig;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.object.s3.S3Config;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a stack's archive: which topics are archived, and how workers read the archive.
 *
 * @param topics the archived topics, by name
 * @param prefix prefix of the archive's object names in the bucket
 * @param cache settings of each worker's cache of the archive; if the cache directory is null, each
 *     worker has a directory of its own below the stack's directory
 * @param snapshots settings of the export of generations, by source topic
 * @param relayPort the port of a relay through which services reach the S3 server; null if services
 *     connect to the S3 server directly
 */
public record ArchiveSettings(
    Map<String, TopicConfig> topics,
    String prefix,
    CacheConfig cache,
    Map<String, List<ExportConfig>> snapshots,
    @Nullable Integer relayPort) {

  /** Creates settings with a small cache on disk and without a relay in front of the S3 server. */
  public static ArchiveSettings of(Map<String, TopicConfig> topics) {
    return new ArchiveSettings(topics, "archive", new CacheConfig(32, 512, null), Map.of(), null);
  }

  public ArchiveSettings through(int port) {
    return new ArchiveSettings(topics, prefix, cache, snapshots, port);
  }

  public ArchiveSettings under(String otherPrefix) {
    return new ArchiveSettings(topics, otherPrefix, cache, snapshots, relayPort);
  }

  public ArchiveSettings archiving(Map<String, TopicConfig> others) {
    return new ArchiveSettings(others, prefix, cache, snapshots, relayPort);
  }

  public ArchiveSettings exporting(Map<String, List<ExportConfig>> exports) {
    return new ArchiveSettings(topics, prefix, cache, exports, relayPort);
  }

  /** Returns the address of the bucket on a stack's S3 server. */
  public S3Config store(int s3Port) {
    var endpoint = URI.create("http://127.0.0.1:" + (relayPort == null ? s3Port : relayPort));
    return new S3Config(endpoint, null, EmbeddedS3.BUCKET, prefix, true, null, null);
  }
}
