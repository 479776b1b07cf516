package io.reprise.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.reprise.archiver.ArchiverConfig;
import io.reprise.compactor.CompactorConfig;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.replay.WorkerConfig;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each role reads: its configuration file, its variables and its volumes. */
class RoleConfigurationTest {
  private static final Map<String, Class<? extends Record>> CONFIGURATIONS =
      Map.of(
          "ingest", IngestConfig.class,
          "worker", WorkerConfig.class,
          "archiver", ArchiverConfig.class,
          "compactor", CompactorConfig.class);

  static Stream<String> valuesFiles() {
    return Chart.valuesFiles().stream();
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void everyRoleAcceptsItsConfiguration(String file) {
    var chart = RenderedChart.of(Chart.siteWith(file));

    assertThat(chart.pods()).containsOnlyKeys(RenderedChart.ROLES);
    chart
        .pods()
        .forEach(
            (role, pod) -> {
              assertThat(chart.one(ConfigMap.class, "shop-reprise-" + role).getData())
                  .containsOnlyKeys(role + ".yaml");
              var config = chart.config(role, CONFIGURATIONS.get(role));
              assertThat(config.toString()).contains("kafka-bootstrap.kafka:9093");
              assertThat(RenderedChart.container(pod).getArgs())
                  .containsExactly(
                      role,
                      "--config",
                      "/etc/reprise/config/" + role + ".yaml",
                      "--log-format",
                      "json");
            });
  }

  @Test
  void podsHaveNamesOfTheirOwnAndCompactorsAnAddress() {
    var chart = RenderedChart.of(Chart.siteWith("values.yaml"));

    var ingest = chart.config("ingest", IngestConfig.class);
    var compactor = chart.config("compactor", CompactorConfig.class);

    assertThat(ingest.name()).isEqualTo("pod-0");
    assertThat(compactor.advertised())
        .isEqualTo("pod-0.shop-reprise-compactor-pods.replay.svc.cluster.local:8083");
    var headless = chart.one(Service.class, "shop-reprise-compactor-pods").getSpec();
    assertThat(headless.getClusterIP()).isEqualTo("None");
    assertThat(chart.one(StatefulSet.class, "shop-reprise-compactor").getSpec().getServiceName())
        .isEqualTo("shop-reprise-compactor-pods");
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void everyMountHasAVolumeAndTheDirectoriesOfTheConfigurationAreWritable(String file) {
    var chart = RenderedChart.of(Chart.siteWith(file));

    chart
        .pods()
        .forEach(
            (role, pod) -> {
              var claims =
                  chart
                      .all(StatefulSet.class)
                      .filter(s -> s.getMetadata().getName().endsWith("-" + role))
                      .flatMap(s -> s.getSpec().getVolumeClaimTemplates().stream())
                      .map(claim -> claim.getMetadata().getName());
              var volumes = pod.getSpec().getVolumes().stream().map(Volume::getName);
              assertThat(RenderedChart.container(pod).getVolumeMounts())
                  .extracting(VolumeMount::getName)
                  .containsExactlyInAnyOrderElementsOf(Stream.concat(volumes, claims).toList());
            });
    assertThat(writableDirectories(chart, "archiver"))
        .anyMatch(chart.config("archiver", ArchiverConfig.class).spool().directory()::startsWith);
    assertThat(writableDirectories(chart, "compactor"))
        .anyMatch(chart.config("compactor", CompactorConfig.class).stateDirectory()::startsWith);
    assertThat(writableDirectories(chart, "worker"))
        .anyMatch(
            chart.config("worker", WorkerConfig.class).archive().cache().directory()::startsWith);
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void volumesAreLargerThanWhatTheConfigurationPutsThere(String file) {
    var chart = RenderedChart.of(Chart.siteWith(file));

    var spool = chart.config("archiver", ArchiverConfig.class).spool().most().bytes();
    var cache =
        (long) chart.config("worker", WorkerConfig.class).archive().cache().diskMebibytes() << 20;

    assertThat(emptyDirectory(chart, "archiver")).isGreaterThan(new BigDecimal(spool));
    assertThat(emptyDirectory(chart, "worker")).isGreaterThan(new BigDecimal(cache));
  }

  @Test
  void aStorageClassGivesSpoolAndCacheAVolumeForThePodsLife() {
    var values =
        Chart.values(
            "{archiver: {volume: {storageClass: fast}}, compactor: {volume: {storageClass:"
                + " fast}}}");
    var chart = RenderedChart.of(Chart.merge(Chart.siteWith("values.yaml"), values));

    var data = data(chart, "archiver");
    var claim = data.getEphemeral().getVolumeClaimTemplate().getSpec();
    var states =
        chart
            .one(StatefulSet.class, "shop-reprise-compactor")
            .getSpec()
            .getVolumeClaimTemplates()
            .get(0)
            .getSpec();

    assertThat(data.getEmptyDir()).isNull();
    assertThat(claim.getStorageClassName()).isEqualTo("fast");
    assertThat(claim.getResources().getRequests()).containsEntry("storage", new Quantity("4Gi"));
    assertThat(states.getStorageClassName()).isEqualTo("fast");
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void theHeapLeavesMemoryForTheStatesOfACompactor(String file) {
    var chart = RenderedChart.of(Chart.siteWith(file));
    var pod = chart.pods().get("compactor");
    var heap =
        Quantity.parse(
            variable(pod, "JDK_JAVA_OPTIONS").getValue().replaceAll("-Xmx(\\d+)g", "$1Gi"));
    var states = chart.config("compactor", CompactorConfig.class).memory().state().bytes();
    var limit = RenderedChart.container(pod).getResources().getLimits().get("memory");

    assertThat(heap.getNumericalAmount().add(new BigDecimal(states)))
        .isLessThan(limit.getNumericalAmount().multiply(new BigDecimal("0.9")));
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void podsListenOnThePortOfTheirServiceAndHaveTimeToStop(String file) {
    RenderedChart.of(Chart.siteWith(file))
        .pods()
        .forEach(
            (role, pod) -> {
              assertThat(variable(pod, "REPRISE_HTTP_PORT").getValue())
                  .isEqualTo(
                      Integer.toString(
                          RenderedChart.container(pod).getPorts().get(0).getContainerPort()));
              assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isGreaterThan(60);
            });
  }

  @Test
  void aChangedConfigurationRestartsThePods() {
    var before = RenderedChart.of(Chart.siteWith("values.yaml")).pods();
    var after =
        RenderedChart.of(
                Chart.merge(
                    Chart.siteWith("values.yaml"),
                    Chart.values("{worker: {config: {runningShards: 3}}}")))
            .pods();

    assertThat(checksum(after.get("worker"))).isNotEqualTo(checksum(before.get("worker")));
    assertThat(checksum(after.get("ingest"))).isEqualTo(checksum(before.get("ingest")));
  }

  @Test
  void aLabelOfPodsNamesTheirRack() {
    var values = Chart.values("{rack: {podLabel: topology.kubernetes.io/zone}}");
    var chart = RenderedChart.of(Chart.merge(Chart.siteWith("values.yaml"), values));
    var field = "metadata.labels['topology.kubernetes.io/zone']";

    assertThat(chart.config("worker", WorkerConfig.class).kafka().rack()).isEqualTo(field);
    assertThat(chart.config("archiver", ArchiverConfig.class).kafka().rack()).isEqualTo(field);
    assertThat(chart.config("compactor", CompactorConfig.class).kafka().rack()).isEqualTo(field);
    var without = RenderedChart.of(Chart.siteWith("values.yaml"));
    assertThat(without.config("worker", WorkerConfig.class).kafka().rack()).isNull();
  }

  @Test
  void secretsAreOnlyNamed() {
    var chart = RenderedChart.of(Chart.siteWith("values.yaml"));

    chart
        .pods()
        .forEach(
            (role, pod) -> {
              var properties = variable(pod, "REPRISE_KAFKA_PROPERTIES");
              assertThat(properties.getValue()).isNull();
              assertThat(properties.getValueFrom().getSecretKeyRef().getName())
                  .isEqualTo("reprise-kafka");
              assertThat(RenderedChart.container(pod).getEnvFrom().isEmpty())
                  .isEqualTo(role.equals("ingest"));
            });
  }

  private static EnvVar variable(PodTemplateSpec pod, String name) {
    return RenderedChart.container(pod).getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String checksum(PodTemplateSpec pod) {
    return pod.getMetadata().getAnnotations().get("checksum/config");
  }

  private static Stream<String> writableDirectories(RenderedChart chart, String role) {
    return RenderedChart.container(chart.pods().get(role)).getVolumeMounts().stream()
        .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
        .map(VolumeMount::getMountPath);
  }

  private static Volume data(RenderedChart chart, String role) {
    return chart.pods().get(role).getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals("data"))
        .findFirst()
        .orElseThrow();
  }

  private static BigDecimal emptyDirectory(RenderedChart chart, String role) {
    return Quantity.getAmountInBytes(data(chart, role).getEmptyDir().getSizeLimit());
  }
}
