package io.reprise.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.reprise.helm.CustomObjects.PrometheusRule;
import io.reprise.helm.CustomObjects.ScaledObject;
import io.reprise.helm.CustomObjects.ServiceMonitor;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.operate.ShardWaitView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Prometheus, Grafana and KEDA read of the chart. */
class MonitoringTest {
  private static final Path OBSERVABILITY = Chart.MODULE.resolve("../observability").normalize();
  private static final Path METRICS = Chart.MODULE.resolve("../../docs/metrics.md").normalize();

  private static final String ALL =
      """
      monitoring:
        serviceMonitors: {enabled: true, labels: {release: prometheus}, token: {name: reprise-metrics}}
        rules: {enabled: true, labels: {release: prometheus}}
        dashboards: {enabled: true}
      autoscaling: {enabled: true, prometheus: 'http://prometheus.monitoring:9090'}
      """;

  static Stream<String> valuesFiles() {
    return Chart.valuesFiles().stream();
  }

  private static RenderedChart chart(String valuesFile, String... more) {
    var values = Chart.merge(Chart.siteWith(valuesFile), Chart.values(ALL));
    for (var one : more) {
      values = Chart.merge(values, Chart.values(one));
    }
    return RenderedChart.of(values);
  }

  @Test
  void nothingOfItIsThereByDefault() {
    var kinds =
        RenderedChart.of(Chart.siteWith("values.yaml")).objects().stream().map(o -> o.getKind());

    assertThat(kinds).doesNotContain("ServiceMonitor", "PrometheusRule", "ScaledObject");
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void aMonitorOfEachRoleSelectsOneService(String file) {
    var chart = chart(file);

    assertThat(chart.all(ServiceMonitor.class)).hasSize(RenderedChart.ROLES.size());
    for (var role : RenderedChart.ROLES) {
      var monitor = chart.one(ServiceMonitor.class, "shop-reprise-" + role).getSpec();
      var labels = monitor.selector().matchLabels().entrySet();
      var excluded = monitor.selector().matchExpressions().get(0).key();
      var services =
          chart
              .all(Service.class)
              .filter(s -> s.getMetadata().getLabels().entrySet().containsAll(labels))
              .filter(s -> !s.getMetadata().getLabels().containsKey(excluded))
              .toList();
      assertThat(services)
          .singleElement()
          .satisfies(
              service ->
                  assertThat(service.getSpec().getPorts())
                      .anyMatch(p -> p.getName().equals(monitor.endpoints().get(0).port())));
    }
  }

  @Test
  void jobsAreThoseOfTheAlertRules() throws IOException {
    var chart = chart("values.yaml");
    var jobs =
        chart
            .all(ServiceMonitor.class)
            .flatMap(monitor -> monitor.getSpec().endpoints().get(0).relabelings().stream())
            .filter(relabeling -> relabeling.targetLabel().equals("job"))
            .map(ServiceMonitor.Relabeling::replacement)
            .toList();
    var matchers = new ArrayList<String>();
    for (var file : files("alerts")) {
      found("job=~?\"([^\"]*)\"", Files.readString(file))
          .map(m -> m.group(1))
          .forEach(matchers::add);
    }

    assertThat(matchers).isNotEmpty();
    assertThat(matchers)
        .allSatisfy(matcher -> assertThat(jobs).anyMatch(job -> job.matches(matcher)));
  }

  @Test
  void theTokenOfPrometheusIsASecret() {
    var endpoint =
        chart("values.yaml")
            .one(ServiceMonitor.class, "shop-reprise-worker")
            .getSpec()
            .endpoints()
            .get(0);

    assertThat(endpoint.authorization().credentials())
        .isEqualTo(new ServiceMonitor.Credentials("reprise-metrics", "token"));
  }

  @Test
  void theRulesAreThoseOfObservability() throws IOException {
    var expected = new ArrayList<JsonNode>();
    for (var file : files("alerts")) {
      Chart.read(file).path("groups").forEach(expected::add);
    }
    var rule = chart("values.yaml").one(PrometheusRule.class, "shop-reprise");

    assertThat(expected).hasSizeGreaterThan(4);
    assertThat(rule.getSpec().groups()).containsExactlyElementsOf(expected);
    assertThat(rule.getMetadata().getLabels()).containsEntry("release", "prometheus");
  }

  @Test
  void theDashboardsAreThoseOfObservability() throws IOException {
    var chart = chart("values.yaml");
    var json = new ObjectMapper();

    assertThat(files("dashboards")).hasSizeGreaterThan(5);
    for (var file : files("dashboards")) {
      var name = file.getFileName().toString().replace(".json", "");
      var map = chart.one(ConfigMap.class, "shop-reprise-dashboard-" + name);
      assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
      assertThat(json.readTree(map.getData().get("reprise-" + name + ".json")))
          .isEqualTo(json.readTree(Files.readString(file)));
    }
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void workersAreScaledByTheShardsThatRunOrWaitForAWorker(String file) throws IOException {
    var chart = chart(file);
    var scaled = chart.one(ScaledObject.class, "shop-reprise-worker").getSpec();
    var deployment = chart.one(Deployment.class, scaled.scaleTargetRef().name());
    var trigger = scaled.triggers().get(0).metadata();
    var query = trigger.get("query");
    int shards = chart.config("worker", WorkerConfig.class).runningShards();

    assertThat(deployment.getSpec().getReplicas()).isNull();
    assertThat(scaled.minReplicaCount()).isPositive();
    assertThat(found("reprise_\\w+", query).map(MatchResult::group))
        .isNotEmpty()
        .allSatisfy(
            metric ->
                assertThat(Files.readString(METRICS)).contains("| `" + metric + "` | gauge |"));
    assertThat(query)
        .contains("state=\"" + ShardState.CLAIMED + "\",namespace=\"replay\"")
        .contains("reason=\"" + ShardWaitView.Reason.CLAIM + "\",namespace=\"replay\"");
    if (Chart.siteWith(file).at("/worker/config").has("runningShards")) {
      assertThat(trigger).containsEntry("threshold", Integer.toString(shards));
    } else {
      assertThat(trigger).containsEntry("threshold", "2");
    }
  }

  @Test
  void scalingNeedsAPrometheus() {
    assertThatThrownBy(() -> chart("values.yaml", "{autoscaling: {prometheus: ''}}"))
        .hasMessageContaining("autoscaling.prometheus is missing");
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void passesTheStrictLint(String file) {
    var result = Chart.lint(Chart.merge(Chart.siteWith(file), Chart.values(ALL)));

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  private static List<Path> files(String directory) throws IOException {
    try (var files = Files.list(OBSERVABILITY.resolve(directory))) {
      return files.sorted().toList();
    }
  }

  private static Stream<MatchResult> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results();
  }
}
