package io.reprise.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that the chart refuses before anything is installed. */
class RefusedValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ingests: {}}",
        "{worker: {replica: 3}}",
        "{worker: {volume: {sizes: 3Gi}}}",
        "{worker: {replicas: many}}",
        "{worker: {terminationGracePeriodSeconds: 10}}",
        "{ingest: {volume: {size: 3Gi}}}",
        "{image: {digest: sha256:12}}",
        "{files: [{mountPath: /x}]}",
        "{files: [{mountPath: /x, secret: a, configMap: b}]}",
        "{compactor: {heap: most}}",
        "{logFormat: xml}"
      })
  void refusesValuesThatTheSchemaDoesNotKnow(String yaml) {
    var values = Chart.merge(Chart.siteWith("values.yaml"), Chart.values(yaml));

    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("schema");
    assertThat(Chart.lint(values).isFailed()).isTrue();
  }

  @Test
  void refusesSecretsThatWouldBeReadable() {
    refuses(
        "{secrets: {kafkaProperties: {name: ''}}, kafka: {properties: {sasl.jaas.config: x}}}",
        "sasl.jaas.config may hold a secret");
    refuses("{kafka: {properties: {client.rack: a}}}", "both set");
  }

  @Test
  void refusesAnInstallationThatCouldNotStart() {
    refuses("{kafka: {bootstrapServers: ''}}", "kafka.bootstrapServers is missing");
    refuses("{registry: ''}", "registry is missing");
    refuses("{store: {bucket: ''}}", "store.bucket is missing");
    refuses("{http: {insecure: false}}", "give http.tls and http.authentication");
  }

  private static void refuses(String yaml, String message) {
    var values = Chart.merge(Chart.siteWith("values.yaml"), Chart.values(yaml));
    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(message);
  }
}
