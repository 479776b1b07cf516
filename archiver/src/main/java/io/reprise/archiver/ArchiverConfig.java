package io.reprise.archiver;

import io.reprise.archiver.generation.ExportConfig;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.ByteSize;
import io.reprise.store.object.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an archiver process.
 *
 * @param name name of this instance in commit entries and logs; {@code archiver} when left out
 * @param kafka how to reach the Kafka cluster whose topics are archived
 * @param http address of the HTTP server; 127.0.0.1:8082 when left out
 * @param registry the schema registry whose schemas are copied into segments; segments have no
 *     schemas when left out
 * @param registryCa PEM file with the certificates of the authorities that are trusted at an {@code
 *     https} registry; those that the JDK trusts when left out
 * @param store the bucket of the archive
 * @param spool directory and size limit of the local files of segments that are not uploaded yet
 * @param topics settings of the topics to archive, by topic name
 * @param group consumer group of the instances that share the partitions; {@code reprise-archiver}
 *     when left out
 * @param anchors compacted topic that stores the head of every commit log; {@code reprise.archive}
 *     when left out
 * @param snapshots reducers whose snapshots are exported as generations, by source topic; none when
 *     left out
 * @param uploads how many partitions are spooled or uploaded at the same time; also bounds the
 *     consumers that read them, to one more than this number; twice the number of cores when left
 *     out
 */
public record ArchiverConfig(
    @ConfigKey("The instance's name in commit entries and logs.") String name,
    @ConfigKey("The cluster whose topics are archived.") KafkaConfig kafka,
    @ConfigKey("Where operators reach the archiver.") HttpConfig http,
    @ConfigKey(
            "The URL at which the schema registry's Confluent API starts. Schemas are stored with"
                + " the segments; without a registry no schema is stored.")
        @Nullable URI registry,
    @ConfigKey(
            value =
                "The PEM file with the certificates of the authorities that the service trusts if"
                    + " the registry's URL is https. A changed file is read when the service starts"
                    + " again.",
            defaultsTo = "the authorities that the JDK trusts")
        @Nullable Path registryCa,
    @ConfigKey("The bucket that the archive is written to.") S3Config store,
    @ConfigKey("Where segments are kept until they are uploaded.") Spool spool,
    @ConfigKey("The topics to archive, by name.") Map<String, TopicConfig> topics,
    @ConfigKey("The consumer group in which instances share the partitions.") String group,
    @ConfigKey("The compacted topic that remembers the newest entry of each commit log.")
        String anchors,
    @ConfigKey("Which snapshots are exported as generations, by source topic.")
        Map<String, List<ExportConfig>> snapshots,
    @ConfigKey(
            value =
                "How many partitions are spooled or uploaded at a time. The archiver reads all its"
                    + " partitions with at most one Kafka consumer more than this number.",
            range = "1 or more",
            defaultsTo = "twice the number of cores")
        Integer uploads) {
  private static final int DEFAULT_PORT = 8082;
  private static final int UPLOADS_PER_CORE = 2;

  public ArchiverConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable HttpConfig http,
      @Nullable URI registry,
      @Nullable Path registryCa,
      @Nullable S3Config store,
      @Nullable Spool spool,
      @Nullable Map<String, TopicConfig> topics,
      @Nullable String group,
      @Nullable String anchors,
      @Nullable Map<String, List<ExportConfig>> snapshots,
      @Nullable Integer uploads) {
    if (kafka == null) {
      throw new IllegalArgumentException("kafka is missing: give kafka.bootstrapServers");
    }
    if (store == null) {
      throw new IllegalArgumentException("store is missing: give store.bucket");
    }
    if (spool == null) {
      throw new IllegalArgumentException("spool is missing: give spool.directory");
    }
    this.name = name == null ? "archiver" : name;
    this.kafka = kafka;
    this.http = http == null ? new HttpConfig("127.0.0.1", DEFAULT_PORT) : http;
    this.registry = registry;
    this.registryCa = registryCa;
    this.store = store;
    this.spool = spool;
    this.topics = topics == null ? Map.of() : Map.copyOf(topics);
    this.group = group == null ? "reprise-archiver" : group;
    this.anchors = anchors == null ? "reprise.archive" : anchors;
    this.snapshots = snapshots == null ? Map.of() : Map.copyOf(snapshots);
    this.uploads =
        uploads == null ? UPLOADS_PER_CORE * Runtime.getRuntime().availableProcessors() : uploads;
    if (this.uploads < 1) {
      throw new IllegalArgumentException("uploads is %d: give 1 or more".formatted(this.uploads));
    }
  }

  /** Creates the configuration of an archiver that trusts the authorities that the JDK trusts. */
  public ArchiverConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable HttpConfig http,
      @Nullable URI registry,
      @Nullable S3Config store,
      @Nullable Spool spool,
      @Nullable Map<String, TopicConfig> topics,
      @Nullable String group,
      @Nullable String anchors,
      @Nullable Map<String, List<ExportConfig>> snapshots,
      @Nullable Integer uploads) {
    this(
        name, kafka, http, registry, null, store, spool, topics, group, anchors, snapshots,
        uploads);
  }

  /**
   * Local disk space for segments that are not uploaded yet.
   *
   * @param directory where spool files are written; files that an earlier run left there are
   *     removed at startup
   * @param most size limit of all spool files together; 2 GiB when left out
   */
  public record Spool(
      @ConfigKey(
              "The directory for segments that are not yet uploaded. It is emptied when the"
                  + " archiver starts.")
          Path directory,
      @ConfigKey("The most disk that all segments in the directory take together.") ByteSize most) {
    private static final long DEFAULT_MIB = 2048;

    public Spool(@Nullable Path directory, @Nullable ByteSize most) {
      if (directory == null) {
        throw new IllegalArgumentException("spool.directory is missing: give a directory on disk");
      }
      this.directory = directory;
      this.most = most == null ? ByteSize.ofMiB(DEFAULT_MIB) : most;
    }
  }

  /** Returns the configuration as text, without secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
