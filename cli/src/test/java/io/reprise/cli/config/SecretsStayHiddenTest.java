package io.reprise.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.replay.WorkerConfig;
import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plants a secret value in every key that may hold one, and searches all text for it. */
class SecretsStayHiddenTest {
  private static final String PLANTED = "pl4nted-s3cret";
  private static final String CREDENTIALS = "http://user:" + PLANTED + "@host:8080/path";

  static List<ConfiguredService> services() {
    return ConfiguredService.ALL;
  }

  @ParameterizedTest
  @MethodSource("services")
  void noSecretIsInTheTextOfAConfiguration(ConfiguredService service) throws IOException {
    var planted = planted(service);

    var config = ConfigFile.parse("file", yaml(planted), service.type(), Map.of());

    assertThat(Json.yaml().writeValueAsString(config)).contains(PLANTED);
    assertThat(config.toString()).isNotEmpty().doesNotContain(PLANTED);
  }

  @ParameterizedTest
  @MethodSource("services")
  void noSecretIsInAnErrorMessage(ConfiguredService service) throws IOException {
    for (var row : ConfigTable.of(service).rows()) {
      if (row.variable().isEmpty()) {
        continue;
      }
      for (var wrong : wrongValues(row)) {
        var tree = planted(service);
        put(tree, row.path(), wrong);

        var error =
            catchThrowable(() -> ConfigFile.parse("file", yaml(tree), service.type(), Map.of()));

        if (error != null) {
          assertThat(error).as(row.path()).isInstanceOf(ConfigException.class);
          for (var e = error; e != null; e = e.getCause()) {
            assertThat(e.toString()).as(row.path()).doesNotContain(PLANTED);
          }
        }
      }
    }
  }

  /** A target refuses a URL with a password, and must not show it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: http, url: 'http://user:pl4nted-s3cret@host:8080/path'}",
        "{kind: http, url: 'ht tp://user:pl4nted-s3cret@host'}",
        "{kind: jdbc, user: u, table: t, columns: {k: key}, url:"
            + " 'jdbc:postgresql://u:pl4nted-s3cret@host/d'}",
        "{kind: jdbc, user: u, table: t, columns: {k: key}, url:"
            + " 'jdbc:postgresql://host/d?password=pl4nted-s3cret'}"
      })
  void noPasswordInTheUrlOfATargetIsShown(String target) throws IOException {
    var worker = ConfiguredService.ALL.stream().filter(s -> s.type() == WorkerConfig.class);
    var service = worker.findFirst().orElseThrow();
    var tree = (ObjectNode) Json.yaml().readTree(service.sample());
    tree.putObject("targets").set("named", Json.yaml().readTree(target));

    var error =
        catchThrowable(() -> ConfigFile.parse("file", yaml(tree), service.type(), Map.of()));

    assertThat(error).isInstanceOf(ConfigException.class);
    for (var e = error; e != null; e = e.getCause()) {
      assertThat(e.toString()).doesNotContain(PLANTED);
    }
  }

  /** Values of the wrong form; where a secret may be, they hold it. */
  private static List<Object> wrongValues(ConfigTable.Row row) {
    var values = new ArrayList<Object>(List.of(List.of(1), "", -7, Map.of("bogus", 1)));
    if (row.secret()) {
      values.add(List.of(PLANTED));
      values.add(Map.of("acks", PLANTED));
      values.add(Map.of("key", Map.of("deeper", PLANTED)));
    } else if (row.type().equals("URL")) {
      values.add("ht tp://user:" + PLANTED + " and more@host");
      values.add("//user:" + PLANTED + "@");
      values.add("http://user:" + PLANTED + "@");
    }
    return values;
  }

  private static ObjectNode planted(ConfiguredService service) throws IOException {
    var tree = (ObjectNode) Json.yaml().readTree(service.sample());
    for (var row : ConfigTable.of(service).rows()) {
      if (row.path().contains("<")) {
        continue; // One kind of a named section: see the test of targets.
      }
      if (row.secret()) {
        put(tree, row.path(), secret(row));
      } else if (row.type().equals("URL")) {
        put(tree, row.path(), CREDENTIALS);
      }
    }
    return tree;
  }

  private static Object secret(ConfigTable.Row row) {
    return row.type().startsWith("map")
        ? Map.of(
            "sasl.jaas.config",
            "module required password=\"" + PLANTED + "\";",
            "ssl.keystore.password",
            PLANTED)
        : PLANTED;
  }

  private static void put(ObjectNode tree, String path, Object value) {
    var steps = path.split("\\.", -1);
    var node = tree;
    for (int i = 0; i < steps.length - 1; i++) {
      node = node.get(steps[i]) instanceof ObjectNode inner ? inner : node.putObject(steps[i]);
    }
    node.set(steps[steps.length - 1], Json.yaml().valueToTree(value));
  }

  private static String yaml(ObjectNode tree) throws IOException {
    return Json.yaml().writeValueAsString(tree);
  }
}
