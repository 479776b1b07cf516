package io.reprise.local.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.local.stack.StackPorts;
import io.reprise.replay.target.TargetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevConfigTest {
  @TempDir Path directory;

  @Test
  void whatTheUserAddsIsCreatedBesideTheExample() throws IOException {
    write(
        """
        topics:
          orders: {partitions: 12, archive: true}
          payments: {}
        targets: {shadow: orders-shadow}
        reducers: {orders: [latest]}
        """);

    var plan = plan(DevConfig.readOrCreate(directory));

    assertThat(plan.topics())
        .containsEntry("user-events", 8)
        .containsEntry("user-events-replayed", 8)
        .containsEntry("orders", 12)
        .containsEntry("payments", 8)
        .containsEntry("orders-shadow", 12);
    assertThat(plan.settings().targets())
        .containsEntry("shadow", new TargetConfig.KafkaTopic("orders-shadow"))
        .containsKeys("replayed", "discard")
        .containsEntry("new-topic", new TargetConfig.KafkaTopicPattern("*-shadow"));
    assertThat(plan.settings().archive().topics()).containsOnlyKeys("user-events", "orders");
    assertThat(plan.settings().snapshots().topics()).containsOnlyKeys("user-events", "orders");
  }

  @Test
  void theFileOfTheUserIsNeverChanged() throws IOException {
    write("topics: {orders: {}}\n");

    DevConfig.readOrCreate(directory);

    assertThat(directory.resolve("dev.yaml")).hasContent("topics: {orders: {}}\n");
  }

  @Test
  void aNewDirectoryGetsAFileThatExplainsItselfAndAddsNothing() {
    DevConfig.readOrCreate(directory);

    assertThat(directory.resolve("dev.yaml")).content().contains("#   orders:", "never changes it");
    assertThat(DevConfig.readOrCreate(directory).topics()).isEmpty();
  }

  @Test
  void theExampleInTheFileIsValid() throws IOException {
    DevConfig.readOrCreate(directory);
    var file = directory.resolve("dev.yaml");
    var example = Files.readString(file).lines().skip(3).map(line -> line.substring(2)).toList();

    Files.write(file, example);

    assertThat(DevConfig.readOrCreate(directory).targets())
        .containsEntry("shadow", new TargetConfig.KafkaTopic("orders-shadow"))
        .containsEntry("back", new TargetConfig.Origin(List.of("orders")));
  }

  @Test
  void aTargetOfAnyKindIsGivenToTheWorkersAsItIs() throws IOException {
    write(
        """
        topics: {orders: {}}
        targets:
          billing: {kind: http, url: "http://127.0.0.1:9999/orders"}
          copy: {kind: kafka, topic: orders-copy}
        """);

    var plan = plan(DevConfig.readOrCreate(directory));

    assertThat(plan.settings().targets().get("billing")).isInstanceOf(TargetConfig.Http.class);
    assertThat(plan.topics())
        .containsOnlyKeys("user-events", "user-events-replayed", "orders", "orders-copy");
  }

  @Test
  void optionsAreAddedToTheFile() throws IOException {
    write("topics: {orders: {partitions: 2}}\n");

    var config =
        DevConfig.readOrCreate(directory)
            .with(
                DevOptions.topics(List.of("orders:4", "payments")),
                DevOptions.targets(List.of("shadow=orders-shadow")));

    assertThat(plan(config).topics())
        .containsEntry("orders", 4)
        .containsEntry("payments", 8)
        .containsEntry("orders-shadow", 8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topics: {'a b': {}}                | 'a b'",
        "topics: {orders: {partitions: 0}}  | partitions is 0",
        "topics: {orders: {partitons: 3}}   | partitons",
        "targets: {replayed: orders}        | replayed",
        "targets: {new-topic: orders}       | new-topic",
        "targets: {shadow: 'a b'}           | 'a b'",
        "targets: {shadow: {kind: htp}}     | htp",
        "targets: {back: {kind: origin}}    | topics is missing",
        "targets: {shadow: null}            | give it a topic",
        "reducers: {orders: [latest]}       | add the topic to topics",
        "reducers: {user-events: []}        | give a list of names",
        "reducers: {user-events: [Latest]}  | Latest",
      })
  void aWrongFileIsNamedWithItsFault(String yaml, String names) throws IOException {
    write(yaml);

    assertThatThrownBy(() -> DevConfig.readOrCreate(directory))
        .hasMessageContaining("dev.yaml")
        .hasMessageContaining(names);
  }

  @ParameterizedTest
  @CsvSource({"orders:0, from 1 to 1000", "orders:x, NAME:PARTITIONS", ":3, NAME:PARTITIONS"})
  void aWrongTopicOptionIsNamed(String written, String names) {
    assertThatThrownBy(() -> DevOptions.topics(List.of(written)))
        .hasMessageContaining("--topic '" + written + "'")
        .hasMessageContaining(names);
  }

  @ParameterizedTest
  @CsvSource({"shadow", "=orders", "shadow=", "a=b=c"})
  void aWrongTargetOptionIsNamed(String written) {
    assertThatThrownBy(() -> DevOptions.targets(List.of(written)))
        .hasMessageContaining("--target '" + written + "': give NAME=TOPIC");
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.resolve("dev.yaml"), yaml);
  }

  private DevPlan plan(DevConfig config) {
    return DevPlan.of(directory, StackPorts.from(19_090), 2, config);
  }
}
