package io.reprise.cli.config;

import io.reprise.archiver.ArchiverConfig;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.compactor.CompactorConfig;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.replay.WorkerConfig;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command that reads a configuration file.
 *
 * @param name the name of the command
 * @param title the heading of its table
 * @param use how it is given its configuration, in a sentence
 * @param type the record that its file is read into
 * @param sample a file that has every required key, one entry of each map and every optional
 *     section, and no other key
 */
record ConfiguredService(
    String name, String title, String use, Class<? extends Record> type, String sample) {
  static final List<ConfiguredService> ALL =
      List.of(
          new ConfiguredService(
              "ingest",
              "Ingest",
              "Read by `reprise ingest --config FILE`.",
              IngestConfig.class,
              """
              kafka: {bootstrapServers: 'broker:9092'}
              registry: http://registry:8080/apis/ccompat/v7
              """),
          new ConfiguredService(
              "worker",
              "Replay worker",
              "Read by `reprise worker --config FILE`.",
              WorkerConfig.class,
              """
              kafka: {bootstrapServers: 'broker:9092'}
              targets:
                copy: {kind: kafka, topic: orders-copy}
                rehearsal: {kind: discard}
                back: {kind: origin, topics: [orders]}
                shadow: {kind: kafka-pattern, topicPattern: shadow.*}
                remote: {kind: kafka-remote, bootstrapServers: 'other:9092', topic: orders}
                rows: {kind: jdbc, url: 'jdbc:postgresql://database:5432/shop', table: orders, columns: {user_id: key}}
                hook: {kind: http, url: 'https://hooks.example.com/orders'}
                cold: {kind: custom, provider: files}
                sink: {kind: connect, pluginDirectory: /plugins/sink, connector: org.example.Sink}
              archive: {store: {bucket: archive}}
              """),
          new ConfiguredService(
              "archiver",
              "Archiver",
              "Read by `reprise archiver --config FILE`.",
              ArchiverConfig.class,
              """
              kafka: {bootstrapServers: 'broker:9092'}
              store: {bucket: archive}
              spool: {directory: /var/lib/reprise/spool}
              topics: {orders: {}}
              snapshots: {orders: [{reducer: latest}]}
              """),
          new ConfiguredService(
              "compactor",
              "Compactor",
              "Read by `reprise compactor --config FILE`.",
              CompactorConfig.class,
              """
              kafka: {bootstrapServers: 'broker:9092'}
              stateDirectory: /var/lib/reprise/states
              store: {bucket: archive}
              topics: {orders: [{reducer: latest}]}
              """),
          new ConfiguredService(
              "rehydrate",
              "Rehydration",
              "Read by `reprise rehydrate --config FILE`. Options of the command take precedence.",
              RehydrateConfig.class,
              """
              kafka: {bootstrapServers: 'broker:9092'}
              store: {bucket: archive}
              target: {url: 'jdbc:postgresql://database:5432/shop'}
              """));

  /**
   * Returns the command with a name.
   *
   * @throws CommandFailure if no command with this name reads a configuration file
   */
  static ConfiguredService named(String name) {
    return ALL.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "'%s' has no configuration file: name one of %s"
                        .formatted(
                            name,
                            ALL.stream()
                                .map(ConfiguredService::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
