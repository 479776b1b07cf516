package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus and Grafana read in {@code deploy/compose}. No container runs. */
class ComposeMonitoringTest {
  private static final Path OBSERVABILITY =
      ComposeFile.DIRECTORY.resolve("../observability").normalize();

  @TempDir private static Path prepared;
  private static ComposeFile compose;

  @BeforeAll
  static void prepare() {
    compose = ComposeFile.prepared(prepared);
  }

  private static JsonNode seen(String service, String file) {
    return ComposeFile.parsed(compose.file(compose.service(service), Path.of(file)).orElseThrow());
  }

  @Test
  void prometheusReadsEveryServiceOverTlsWithAToken() {
    var jobs = seen("prometheus", "/etc/prometheus/prometheus.yml").path("scrape_configs");

    assertThat(jobs.findValuesAsText("job_name"))
        .containsExactly(
            "reprise-ingest", "reprise-worker", "reprise-archiver", "reprise-compactor");
    for (var job : jobs) {
      var role = job.path("job_name").asText().replace("reprise-", "");
      assertThat(ComposeFile.texts(job.at("/static_configs/0/targets")))
          .containsExactlyElementsOf(
              compose.servicesOf(role).keySet().stream().map(name -> name + ":8080").toList());
      assertThat(job.path("scheme").asText()).isEqualTo("https");
      for (var file : List.of("/tls_config/ca_file", "/authorization/credentials_file")) {
        var path = Path.of(job.at(file).asText());
        assertThat(compose.file(compose.service("prometheus"), path)).isPresent();
      }
    }
  }

  @Test
  void prometheusHasTheAlertRulesOfTheProject() {
    var rules = seen("prometheus", "/etc/prometheus/prometheus.yml").at("/rule_files/0").asText();
    var directory = Objects.requireNonNull(Path.of(rules).getParent());

    assertThat(rules).endsWith("/*.yaml");
    assertThat(compose.file(compose.service("prometheus"), directory))
        .hasValue(OBSERVABILITY.resolve("alerts"));
  }

  @Test
  void grafanaHasPrometheusAndTheDashboardsOfTheProject() {
    var provisioning = "/etc/grafana/provisioning/";
    var source = seen("grafana", provisioning + "datasources/prometheus.yaml").at("/datasources/0");
    var provider = seen("grafana", provisioning + "dashboards/reprise.yaml").at("/providers/0");
    var dashboards = Path.of(provider.at("/options/path").asText());

    assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
    // The dashboards ask for a data source of this type.
    var overview = seen("grafana", dashboards.resolve("overview.json").toString());
    assertThat(
            StreamSupport.stream(overview.at("/templating/list").spliterator(), false)
                .filter(variable -> variable.path("type").asText().equals("datasource"))
                .map(variable -> variable.path("query").asText()))
        .containsExactly(source.path("type").asText());
    assertThat(compose.file(compose.service("grafana"), dashboards))
        .hasValue(OBSERVABILITY.resolve("dashboards"));
  }
}
