package io.reprise.cli.rehydrate;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.store.EventLog;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.facts.ColdFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.fold.Reducers;
import io.reprise.store.fold.SchemaLookup;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.snapshot.SnapshotSource;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.TopicSnapshots;
import io.reprise.store.snapshot.generation.GenerationLayout;
import io.reprise.store.snapshot.generation.Generations;
import io.reprise.store.tier.ArchiveTier;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a read model is built from: the events in both tiers, snapshots, reducers, schemas.
 *
 * <p>Thread-safe. The caller first closes every snapshot source that was opened here, and then this
 * object.
 */
public final class Sources implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
  private static final CacheConfig CACHE = new CacheConfig(64, null, null);

  private final Lifecycle life = new Lifecycle(CLOSE_LIMIT);
  private final RehydrateConfig config;
  private final @Nullable ArchiveTier archive;
  private final @Nullable SchemaRegistry registry;
  private final TopicInspector topics;
  private final EventLog log;

  public Sources(RehydrateConfig config) {
    this.config = config;
    var client = config.kafka().clientSettings();
    var admin = life.start("admin", () -> Admin.create(client));
    var store = config.store();
    this.archive =
        store == null ? null : life.start("archive", () -> ArchiveTier.open(store, CACHE));
    this.registry = openRegistry();
    this.topics = new TopicInspector(admin, archive == null ? ColdFacts.NONE : archive.facts());
    this.log = life.start("log", () -> openLog(new KafkaEventLog(client)));
  }

  private @Nullable SchemaRegistry openRegistry() {
    var address = config.registry();
    if (address == null) {
      return null;
    }
    var tls = ClientTls.socketFactory(address, config.registryCa());
    return life.start("registry", () -> SchemaRegistry.at(address, tls));
  }

  private EventLog openLog(KafkaEventLog hot) {
    return archive == null ? hot : archive.log(hot, topics);
  }

  public EventLog log() {
    return log;
  }

  public TopicInspector topics() {
    return topics;
  }

  /** Returns the reducers on the class path and in the plugin directory. */
  public Reducers reducers() {
    var plugins = config.pluginDirectory();
    return plugins == null ? Reducers.onClassPath() : Reducers.withPlugins(plugins);
  }

  public SchemaLookup schemas() {
    return this::schema;
  }

  private org.apache.avro.Schema schema(int id) {
    if (registry == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "values are Avro with schema id %d, and no registry is given: add --registry"
              .formatted(id));
    }
    return registry.byId(id);
  }

  /** Opens the snapshots that a snapshot topic holds now. The caller closes them. */
  public SnapshotSource topicSnapshots(SnapshotTopic snapshots) {
    // The source topic is inspected first, so that a misspelt topic is reported as unknown, and not
    // as a topic without snapshots.
    topics.inspect(snapshots.source());
    try {
      return TopicSnapshots.open(log, topics.inspect(snapshots.name()), config.scratch());
    } catch (TopicNotFoundException e) {
      throw Refusals.noSnapshots(snapshots, e);
    }
  }

  /**
   * Opens the snapshots of an exported generation. The caller closes them.
   *
   * @param generation the number of the generation; the newest generation when null
   */
  public SnapshotSource generation(SnapshotTopic snapshots, @Nullable Long generation) {
    if (archive == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "a generation is read from the object store, and none is configured: add store to the"
              + " file of --config");
    }
    var layout = new GenerationLayout(snapshots, topics.idOf(snapshots.source()));
    return new Generations(archive.store(), layout, Clock.systemUTC()).open(generation);
  }

  @Override
  public void close() {
    life.close();
  }
}
