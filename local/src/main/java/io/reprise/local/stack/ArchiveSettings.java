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
 * What of a stack is archived, and how it is read.
 *
 * @param topics by name
 * @param prefix in the bucket
 * @param cache of each worker; on disk below the stack's directory when its directory is null
 * @param snapshots what is exported as generations, by source topic
 * @param door the port through which the S3 server is reached; null for its own
 */
public record ArchiveSettings(
    Map<String, TopicConfig> topics,
    String prefix,
    CacheConfig cache,
    Map<String, List<ExportConfig>> snapshots,
    @Nullable Integer door) {

  /** A modest cache, on disk too, and the S3 server's own door. */
  public static ArchiveSettings of(Map<String, TopicConfig> topics) {
    return new ArchiveSettings(topics, "archive", new CacheConfig(32, 512, null), Map.of(), null);
  }

  public ArchiveSettings through(int port) {
    return new ArchiveSettings(topics, prefix, cache, snapshots, port);
  }

  public ArchiveSettings under(String otherPrefix) {
    return new ArchiveSettings(topics, otherPrefix, cache, snapshots, door);
  }

  public ArchiveSettings archiving(Map<String, TopicConfig> others) {
    return new ArchiveSettings(others, prefix, cache, snapshots, door);
  }

  public ArchiveSettings exporting(Map<String, List<ExportConfig>> exports) {
    return new ArchiveSettings(topics, prefix, cache, exports, door);
  }

  /** The bucket on a stack's S3 server. */
  public S3Config store(int s3Port) {
    var endpoint = URI.create("http://127.0.0.1:" + (door == null ? s3Port : door));
    return new S3Config(endpoint, null, EmbeddedS3.BUCKET, prefix, true, null, null);
  }
}
