package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AclsCommandTest {
  @TempDir private Path directory;

  @Test
  void listsWhatAWorkerNeedsForItsTargetsAndTopics() throws Exception {
    var file =
        file(
            "worker",
            """
            kafka: {bootstrapServers: 'broker:9092'}
            control: {prefix: staging}
            targets:
              copy: {kind: kafka, topic: orders-copy}
              shadow: {kind: kafka-pattern, topicPattern: shadow.*-v2}
            """);

    var run =
        CommandLineRun.line(
            "acls --principal User:w --role worker --topic orders -o json --config",
            file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(acls(run))
        .contains(
            "TOPIC LITERAL orders READ required",
            "TOPIC LITERAL orders-copy WRITE required",
            "TOPIC PREFIXED shadow. CREATE required",
            "TOPIC LITERAL staging.commands WRITE required",
            "TRANSACTIONAL_ID PREFIXED staging-slot- WRITE required",
            "GROUP LITERAL staging-slots READ required",
            "CLUSTER LITERAL kafka-cluster ALTER optional")
        .doesNotContain("TOPIC LITERAL * READ required");
  }

  @Test
  void saysWhatIsLostWithoutAnOptionalAcl() throws Exception {
    var run = CommandLineRun.line("acls --principal User:w --role worker -o json");

    for (var acl : Json.json().readTree(run.out())) {
      assertThat(acl.path("lostWithout").asText().isEmpty())
          .isNotEqualTo(acl.path("optional").asBoolean());
      assertThat(acl.path("use").asText()).isNotEmpty();
      assertThat(acl.path("principal").asText()).isEqualTo("User:w");
    }
  }

  @Test
  void printsCommandsForTheClusterOfTheFile() throws Exception {
    var file =
        file(
            "archiver",
            """
            kafka: {bootstrapServers: 'k1:9092,k2:9092'}
            store: {bucket: archive}
            spool: {directory: /var/lib/reprise}
            topics: {orders: {}, ledger: {mode: COPY}}
            """);

    var run =
        CommandLineRun.line(
            "acls --principal User:a --role archiver --commands --config", file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .allMatch(line -> line.startsWith("kafka-acls.sh --bootstrap-server k1:9092,k2:9092 "))
        .anyMatch(line -> line.endsWith("--operation Delete --topic orders"))
        .noneMatch(line -> line.contains("Delete") && line.contains("ledger"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"archiver", "compactor"})
  void aRoleWhoseTopicsAreConfiguredNeedsItsFile(String role) {
    var run = CommandLineRun.line("acls --principal User:a --role " + role);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--config is missing");
  }

  @Test
  void requiredOnlyLeavesOptionalAclsOut() throws Exception {
    var run = CommandLineRun.line("acls --principal User:w --role worker --required-only -o json");

    assertThat(acls(run)).isNotEmpty().noneMatch(acl -> acl.endsWith("optional"));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name + ".yaml"), text);
  }

  private static Stream<String> acls(CommandLineRun run) throws IOException {
    return StreamSupport.stream(Json.json().readTree(run.out()).spliterator(), false)
        .map(AclsCommandTest::text);
  }

  private static String text(JsonNode acl) {
    return "%s %s %s %s %s"
        .formatted(
            acl.path("resourceType").asText(),
            acl.path("patternType").asText(),
            acl.path("name").asText(),
            acl.path("operation").asText(),
            acl.path("optional").asBoolean() ? "optional" : "required");
  }
}
