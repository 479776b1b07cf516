package io.reprise.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.reprise.replay.WorkerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The objects of the chart with each of its values files, as Kubernetes would read them. */
class ChartTest {
  static Stream<String> valuesFiles() {
    return Chart.valuesFiles().stream();
  }

  @Test
  void hasAValuesFileForEachTier() {
    assertThat(Chart.valuesFiles())
        .containsExactlyInAnyOrder(
            "values.yaml", "values-10k.yaml", "values-1m.yaml", "values-100m.yaml");
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void passesTheStrictLint(String file) {
    var result = Chart.lint(Chart.siteWith(file));

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void everyObjectHasOnlyFieldsOfKubernetesAndALegalName(String file) {
    var chart = RenderedChart.of(Chart.siteWith(file));

    assertThat(chart.objects()).hasSizeGreaterThan(20);
    assertThat(chart.objects())
        .allSatisfy(
            object -> {
              assertThat(object.getMetadata().getName())
                  .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")
                  .hasSizeLessThan(52);
              assertThat(object.getMetadata().getLabels())
                  .containsEntry("app.kubernetes.io/instance", "shop");
            });
    assertThat(chart.objects().stream().map(o -> o.getKind() + " " + o.getMetadata().getName()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void selectorsSelectThePodsOfOneRole(String file) {
    var chart = RenderedChart.of(Chart.siteWith(file));
    var labels =
        chart.pods().entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getMetadata().getLabels()));

    for (var role : RenderedChart.ROLES) {
      var name = "shop-reprise-" + role;
      var selectors =
          Stream.of(
              chart
                  .all(Service.class)
                  .filter(s -> s.getMetadata().getName().startsWith(name))
                  .map(s -> s.getSpec().getSelector()),
              chart
                  .all(PodDisruptionBudget.class)
                  .filter(s -> s.getMetadata().getName().equals(name))
                  .map(s -> s.getSpec().getSelector().getMatchLabels()),
              chart
                  .all(NetworkPolicy.class)
                  .filter(s -> s.getMetadata().getName().equals(name))
                  .map(s -> s.getSpec().getPodSelector().getMatchLabels()),
              chart.pods().get(role).getSpec().getTopologySpreadConstraints().stream()
                  .map(s -> s.getLabelSelector().getMatchLabels()),
              chart
                  .all(Deployment.class)
                  .filter(s -> s.getMetadata().getName().equals(name))
                  .map(s -> s.getSpec().getSelector().getMatchLabels()),
              chart
                  .all(StatefulSet.class)
                  .filter(s -> s.getMetadata().getName().equals(name))
                  .map(s -> s.getSpec().getSelector().getMatchLabels()));
      assertThat(selectors.flatMap(s -> s).toList())
          .as(name)
          .hasSizeGreaterThanOrEqualTo(6)
          .allSatisfy(
              selector ->
                  labels.forEach(
                      (other, has) ->
                          assertThat(has.entrySet().containsAll(selector.entrySet()))
                              .isEqualTo(other.equals(role))));
    }
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void portsOfServicesProbesAndPoliciesExist(String file) {
    var chart = RenderedChart.of(Chart.siteWith(file));

    chart
        .pods()
        .forEach(
            (role, pod) -> {
              var container = RenderedChart.container(pod);
              var port = container.getPorts().get(0);
              assertThat(port.getContainerPort())
                  .isEqualTo(
                      Chart.values(
                              chart
                                  .one(ConfigMap.class, "shop-reprise-" + role)
                                  .getData()
                                  .get(role + ".yaml"))
                          .at("/http/port")
                          .asInt());
              chart
                  .all(Service.class)
                  .filter(s -> s.getMetadata().getName().startsWith("shop-reprise-" + role))
                  .flatMap(s -> s.getSpec().getPorts().stream())
                  .forEach(
                      p -> assertThat(p.getTargetPort().getStrVal()).isEqualTo(port.getName()));
              assertThat(container.getLivenessProbe().getHttpGet().getPath())
                  .isEqualTo("/health/live");
              assertThat(container.getStartupProbe().getHttpGet().getPath())
                  .isEqualTo("/health/live");
              assertThat(container.getReadinessProbe().getHttpGet().getPath())
                  .isEqualTo("/health/ready");
              assertThat(container.getReadinessProbe().getHttpGet().getPort().getStrVal())
                  .isEqualTo(port.getName());
              var rules =
                  chart.one(NetworkPolicy.class, "shop-reprise-" + role).getSpec().getIngress();
              assertThat(rules.get(0).getPorts().get(0).getPort().getStrVal())
                  .isEqualTo(port.getName());
            });
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void podsAreConfined(String file) {
    RenderedChart.of(Chart.siteWith(file))
        .pods()
        .forEach(
            (role, pod) -> {
              var spec = pod.getSpec();
              assertThat(spec.getAutomountServiceAccountToken()).isFalse();
              assertThat(spec.getEnableServiceLinks()).isFalse();
              assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
              assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(10001);
              assertThat(spec.getSecurityContext().getSeccompProfile().getType())
                  .isEqualTo("RuntimeDefault");
              var container = RenderedChart.container(pod);
              assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
              assertThat(container.getSecurityContext().getCapabilities().getDrop())
                  .containsExactly("ALL");
              assertThat(container.getResources().getLimits()).containsKey("memory");
              assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            });
  }

  @Test
  void encryptedHttpIsProbedWithTls() {
    var values =
        Chart.values(
            """
            http: {insecure: false, tls: {certificate: /tls/tls.crt, key: /tls/tls.key}}
            files: [{mountPath: /tls, secret: certificate}]
            """);
    var chart = RenderedChart.of(Chart.merge(Chart.siteWith("values.yaml"), values));

    assertThat(chart.config("worker", WorkerConfig.class).http().tls().certificate())
        .isEqualTo(Path.of("/tls/tls.crt"));
    assertThat(chart.pods().values())
        .allSatisfy(
            pod -> {
              assertThat(RenderedChart.container(pod).getReadinessProbe().getHttpGet().getScheme())
                  .isEqualTo("HTTPS");
              assertThat(RenderedChart.container(pod).getPorts().get(0).getName())
                  .isEqualTo("https");
            });
  }

  @Test
  void aRoleCanBeLeftOut() {
    var values =
        Chart.values(
            """
            kafka: {bootstrapServers: 'kafka:9092'}
            http: {insecure: true}
            ingest: {enabled: false}
            archiver: {enabled: false}
            compactor: {enabled: false}
            """);
    var chart = RenderedChart.of(values);

    assertThat(chart.pods()).containsOnlyKeys("worker");
    assertThat(chart.config("worker", WorkerConfig.class).archive()).isNull();
    assertThat(chart.objects())
        .extracting(object -> object.getKind())
        .containsExactlyInAnyOrder(
            "ServiceAccount",
            "ConfigMap",
            "Service",
            "Deployment",
            "PodDisruptionBudget",
            "NetworkPolicy");
  }

  @Test
  void theModelRefusesAMisspeltField() {
    var objects = Chart.render(Chart.siteWith("values.yaml"));
    var workload =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals("Deployment"))
            .findFirst()
            .orElseThrow();
    ((ObjectNode) workload.at("/spec/template/spec/containers/0")).put("imagePullPolice", "Never");

    assertThatThrownBy(() -> KubernetesModel.parse(workload))
        .hasMessageContaining("imagePullPolice");
  }
}
