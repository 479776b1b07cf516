package io.reprise.cli.acls;

import io.reprise.archiver.ArchiverAcls;
import io.reprise.archiver.ArchiverConfig;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.compactor.CompactorAcls;
import io.reprise.compactor.CompactorConfig;
import io.reprise.ingest.service.IngestAcls;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.replay.WorkerAcls;
import io.reprise.replay.WorkerConfig;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services whose ACLs can be listed. */
enum AclRole {
  WORKER {
    @Override
    Needs needs(@Nullable Path file, List<String> topics) {
      if (file == null) {
        var defaults =
            new WorkerConfig(null, new KafkaConfig(PLACEHOLDER, null), null, null, null, null);
        return new Needs(PLACEHOLDER, WorkerAcls.of(defaults, orAll(topics)));
      }
      var config = ConfigFile.read(file, WorkerConfig.class);
      return new Needs(config.kafka().bootstrapServers(), WorkerAcls.of(config, orAll(topics)));
    }
  },
  INGEST {
    @Override
    Needs needs(@Nullable Path file, List<String> topics) {
      if (file == null) {
        var defaults = new HttpConfig(null, 0, null);
        return new Needs(PLACEHOLDER, IngestAcls.of(defaults, orAll(topics)));
      }
      var config = ConfigFile.read(file, IngestConfig.class);
      return new Needs(
          config.kafka().bootstrapServers(), IngestAcls.of(config.http(), orAll(topics)));
    }
  },
  ARCHIVER {
    @Override
    Needs needs(@Nullable Path file, List<String> topics) {
      var config = ConfigFile.read(required(file, topics), ArchiverConfig.class);
      return new Needs(config.kafka().bootstrapServers(), ArchiverAcls.of(config));
    }
  },
  COMPACTOR {
    @Override
    Needs needs(@Nullable Path file, List<String> topics) {
      var config = ConfigFile.read(required(file, topics), CompactorConfig.class);
      return new Needs(config.kafka().bootstrapServers(), CompactorAcls.of(config));
    }
  };

  private static final String PLACEHOLDER = "BROKER:9092";
  private static final List<String> ALL = List.of("*");

  /**
   * What a role needs.
   *
   * @param bootstrapServers the cluster of the configuration
   */
  record Needs(String bootstrapServers, List<RequiredAcl> acls) {}

  /**
   * Returns the ACLs of this role.
   *
   * @param file the role's configuration file; null for the defaults
   * @param topics the topics that are replayed, or that take events; empty for all topics
   * @throws CommandFailure if the role needs a file, or if the file names the topics
   */
  abstract Needs needs(@Nullable Path file, List<String> topics);

  private static List<String> orAll(List<String> topics) {
    return topics.isEmpty() ? ALL : topics;
  }

  private static Path required(@Nullable Path file, List<String> topics) {
    if (file == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--config is missing: the ACLs of this role depend on the topics in its configuration");
    }
    if (!topics.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--topic is not used for this role: its configuration file names the topics");
    }
    return file;
  }
}
