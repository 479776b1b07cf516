package io.reprise.launcher.stack;

import io.reprise.archiver.topic.TopicConfig;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.object.S3Config;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a stack is archived, and how it is read.
 *
 * @param topics by name
 * @param prefix in the bucket
 * @param cache of each worker; on disk below the stack's directory when its directory is null
 * @param door the port through which the S3 server is reached; null for its own
 */
public record ArchiveSettings(
    Map<String, TopicConfig> topics, String prefix, CacheConfig cache, @Nullable Integer door) {

  /** A modest cache, on disk too, and the S3 server's own door. */
  public static ArchiveSettings of(Map<String, TopicConfig> topics) {
    return new ArchiveSettings(topics, "archive", new CacheConfig(32, 512, null), null);
  }

  public ArchiveSettings through(int port) {
    return new ArchiveSettings(topics, prefix, cache, port);
  }

  public ArchiveSettings under(String otherPrefix) {
    return new ArchiveSettings(topics, otherPrefix, cache, door);
  }

  public ArchiveSettings archiving(Map<String, TopicConfig> others) {
    return new ArchiveSettings(others, prefix, cache, door);
  }

  /** The bucket on a stack's S3 server. */
  public S3Config store(int s3Port) {
    var endpoint = URI.create("http://127.0.0.1:" + (door == null ? s3Port : door));
    return new S3Config(endpoint, null, EmbeddedS3.BUCKET, prefix, true, null, null);
  }
}
