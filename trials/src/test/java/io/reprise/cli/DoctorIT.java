package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.SecuredBroker;
import io.reprise.ingest.service.IngestAcls;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.replay.WorkerAcls;
import io.reprise.replay.WorkerConfig;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code reprise doctor} with a broker that denies everything else than the listed ACLs. */
// Commands of one JVM share its stdout.
@ResourceLock(Resources.SYSTEM_OUT)
class DoctorIT {
  @TempDir private static Path directory;
  private static SecuredBroker broker;
  private static Path file;

  private record Run(int exitCode, List<JsonNode> findings, String err) {
    List<JsonNode> of(String check, String level) {
      return findings.stream()
          .filter(f -> f.path("check").asText().equals(check))
          .filter(f -> f.path("level").asText().equals(level))
          .toList();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    broker = SecuredBroker.startTemporary("worker", "ingest");
    broker
        .superUser()
        .createTopics(
            List.of(
                new NewTopic("orders", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                new NewTopic("orders-copy", 1, (short) 1)))
        .all()
        .get();
    var signIn = broker.signIn("worker");
    file =
        Files.writeString(
            directory.resolve("worker.yaml"),
            """
            kafka:
              bootstrapServers: '%s'
              properties:
                security.protocol: SASL_PLAINTEXT
                sasl.mechanism: PLAIN
                sasl.jaas.config: '%s'
            targets: {copy: {kind: kafka, topic: orders-copy}}
            """
                .formatted(broker.bootstrapServers(), signIn.get("sasl.jaas.config")));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void namesMissingAclsWithTheCommandsAndSettingsThatLoseEvents() throws Exception {
    // Given
    var acls = WorkerAcls.of(ConfigFile.read(file, WorkerConfig.class), List.of("orders"));
    var granted = new ArrayList<AclBinding>();
    for (RequiredAcl acl : acls) {
      if (!acl.isOptional()
          && !(acl.resource().name().equals("orders-copy")
              && acl.operation() == AclOperation.WRITE)) {
        granted.add(acl.binding("User:worker"));
      }
    }
    broker.grant(granted);
    try {
      // When
      var run = doctor("--topic", "orders");

      // Then
      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      assertThat(run.of("kafka", "OK")).as("%s", run).hasSize(1);
      assertThat(run.of("transaction version", "OK")).hasSize(1);
      assertThat(run.of("known faults", "NOTE").toString()).contains("KAFKA-20734");
      assertThat(run.of("acls", "PROBLEM"))
          .singleElement()
          .satisfies(
              finding ->
                  assertThat(finding.path("remedy").asText())
                      .contains(
                          "--allow-principal User:worker --operation Write --topic orders-copy"));
      assertThat(run.of("acls", "NOTE").toString()).contains("ALTER on CLUSTER");
      assertThat(run.of("acls", "UNKNOWN").toString()).contains("TRANSACTIONAL_ID");
      assertThat(run.of("topic", "PROBLEM").toString())
          .contains("cleanup.policy is compact", "The topic has one replica");
      assertThat(run.findings().toString()).doesNotContain("-on-one-machine");
    } finally {
      broker.revoke(granted);
    }
  }

  @Test
  void findsNoProblemInSettingsThatAServiceDoesNotNeedToSee() throws Exception {
    // Given
    var config =
        Files.writeString(
            directory.resolve("ingest.yaml"),
            """
            kafka:
              bootstrapServers: '%s'
              properties:
                security.protocol: SASL_PLAINTEXT
                sasl.mechanism: PLAIN
                sasl.jaas.config: '%s'
            registry: http://127.0.0.1:1
            """
                .formatted(
                    broker.bootstrapServers(), broker.signIn("ingest").get("sasl.jaas.config")));
    var granted =
        IngestAcls.of(new HttpConfig("127.0.0.1", 0), List.of("orders")).stream()
            .map(acl -> acl.binding("User:ingest"))
            .toList();
    broker.grant(granted);
    try {
      // When
      var run = doctor(config, "--topic", "orders");

      // Then
      assertThat(run.of("acls", "PROBLEM")).as(run.err()).isEmpty();
      assertThat(run.of("topic", "PROBLEM")).isEmpty();
      assertThat(run.of("topic", "UNKNOWN").toString())
          .contains("orders", "may not see the settings");
    } finally {
      broker.revoke(granted);
    }
  }

  @Test
  void saysWhatIsWrongWhenNoBrokerAnswers() throws Exception {
    var nowhere =
        Files.writeString(
            directory.resolve("nowhere-worker.yaml"),
            "kafka: {bootstrapServers: '127.0.0.1:1'}\nrunningShards: 2\n");

    var run = doctor(nowhere, "--timeout", "5s");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.findings()).as("%s", run).hasSize(1);
    assertThat(run.of("kafka", "PROBLEM"))
        .singleElement()
        .satisfies(f -> assertThat(f.path("what").asText()).contains("within 5 s"));
  }

  private static Run doctor(String... arguments) throws Exception {
    return doctor(file, arguments);
  }

  private static Run doctor(Path config, String... arguments) throws Exception {
    var words = new ArrayList<>(List.of("doctor", "--config", config.toString(), "-o", "json"));
    words.addAll(List.of(arguments));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Reprise.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(String[]::new));
    return new Run(
        exitCode,
        StreamSupport.stream(Json.json().readTree(out.toString()).spliterator(), false).toList(),
        err.toString());
  }
}
