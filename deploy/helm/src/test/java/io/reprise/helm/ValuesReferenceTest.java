package io.reprise.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds docs/kubernetes.md against the schema and the values files of the chart. */
class ValuesReferenceTest {
  private static final String WRITE = "reprise.writeValuesReference";
  private static final Path PAGE = Chart.MODULE.resolve("../../docs/kubernetes.md").normalize();

  @Test
  void everyKeyHasAMeaning() {
    assertThat(ValuesReference.keys())
        .hasSizeGreaterThan(80)
        .allSatisfy(
            key ->
                assertThat(key.schema().path("description").asText())
                    .as(key.path())
                    .matches("(?s)[A-Z].*\\."));
  }

  @Test
  void theSchemaHasTheKeysOfTheDefaults() {
    var ofSchema =
        ValuesReference.keys().stream()
            .filter(key -> !key.schema().has("properties"))
            .map(ValuesReference.Key::path)
            .filter(path -> !path.matches(".*(\\[]|<name>).*|global|.*\\.resources\\.claims"))
            .toList();
    var ofDefaults = new ArrayList<String>();
    addLeaves(
        ofDefaults,
        "",
        Chart.read(Chart.DIRECTORY.resolve("values.yaml")),
        new TreeSet<>(ofSchema));

    assertThat(ofDefaults).containsExactlyInAnyOrderElementsOf(ofSchema);
  }

  @Test
  void thePageSaysWhatTheChartSays() throws IOException {
    var site = Files.readString(Chart.MODULE.resolve("src/test/resources/site.yaml"));
    var page = Files.readString(PAGE);
    var expected = page;
    expected = replaced(expected, "site", "```yaml\n" + site + "```");
    expected = replaced(expected, "sizes", String.join("\n", ValuesReference.sizes()));
    expected = replaced(expected, "values", String.join("\n", ValuesReference.values()));
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, expected);
      page = expected;
    }

    assertThat(page)
        .as("%s differs from the chart. Write it again: run this test with -D%s=true", PAGE, WRITE)
        .isEqualTo(expected);
  }

  /** Returns the page with other text between the markers of a generated part. */
  private static String replaced(String page, String part, String text) {
    var begin = "<!-- " + part + " -->\n";
    var end = "\n<!-- end of " + part + " -->";
    assertThat(page).containsOnlyOnce(begin).containsOnlyOnce(end);
    return page.substring(0, page.indexOf(begin) + begin.length())
        + text
        + page.substring(page.indexOf(end));
  }

  private static void addLeaves(
      List<String> leaves, String above, JsonNode values, TreeSet<String> known) {
    values
        .fields()
        .forEachRemaining(
            entry -> {
              var path = above + entry.getKey();
              if (entry.getValue().isObject() && !known.contains(path)) {
                addLeaves(leaves, path + ".", entry.getValue(), known);
              } else {
                leaves.add(path);
              }
            });
  }
}
