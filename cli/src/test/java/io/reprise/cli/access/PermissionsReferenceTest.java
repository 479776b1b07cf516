package io.reprise.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.archiver.http.ArchiveApi;
import io.reprise.compactor.http.CompactorApi;
import io.reprise.ingest.service.http.EventRoutes;
import io.reprise.replay.http.OperatorApi;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Role;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the tables of docs/security.md against the roles and the OpenAPI documents. */
class PermissionsReferenceTest {
  private static final String WRITE = "reprise.writePermissionsReference";
  private static final String BEGIN = "<!-- tables -->\n";
  private static final String END = "<!-- end of tables -->\n";

  private static final Map<String, Class<?>> SERVICES = new LinkedHashMap<>();

  static {
    SERVICES.put("ingest", EventRoutes.class);
    SERVICES.put("worker", OperatorApi.class);
    SERVICES.put("archiver", ArchiveApi.class);
    SERVICES.put("compactor", CompactorApi.class);
  }

  @Test
  void thePageSaysWhatTheCodeSays() throws IOException {
    var file = page();
    var text = Files.readString(file);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    if (Boolean.getBoolean(WRITE)) {
      text = text.substring(0, from) + tables() + text.substring(to);
      Files.writeString(file, text);
      to = text.indexOf(END);
    }

    assertThat(text.substring(from, to))
        .as("the tables of %s differ from the code: run this test with -D%s=true", file, WRITE)
        .isEqualTo(tables());
  }

  private static Path page() {
    var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return module.resolve("../docs/security.md").normalize();
  }

  private static String tables() throws IOException {
    var lines = new ArrayList<String>();
    lines.add("| action | what it allows | roles |");
    lines.add("|---|---|---|");
    for (var action : Action.values()) {
      lines.add("| `%s` | %s | %s |".formatted(action, action.meaning(), roles(action)));
    }
    lines.add("");
    lines.add("| service | request | permission |");
    lines.add("|---|---|---|");
    for (var service : SERVICES.entrySet()) {
      requests(service.getValue())
          .forEach(request -> lines.add("| %s | %s |".formatted(service.getKey(), request)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String roles(Action action) {
    return Stream.of(Role.values())
        .filter(role -> role.contains(action))
        .map(role -> "`" + role + "`")
        .collect(Collectors.joining(", "));
  }

  private static List<String> requests(Class<?> neighbour) throws IOException {
    var requests = new ArrayList<String>();
    try (var in = neighbour.getResourceAsStream("openapi.yaml")) {
      Json.yaml()
          .readTree(in)
          .path("paths")
          .fields()
          .forEachRemaining(path -> requests.addAll(requests(path.getKey(), path.getValue())));
    }
    return requests;
  }

  private static List<String> requests(String path, JsonNode operations) {
    var requests = new ArrayList<String>();
    operations
        .fields()
        .forEachRemaining(
            operation ->
                requests.add(
                    "`%s %s` | %s"
                        .formatted(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path,
                            operation.getValue().path("x-permission").asText())));
    return requests;
  }
}
