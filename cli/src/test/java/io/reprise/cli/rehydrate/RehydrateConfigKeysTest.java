package io.reprise.cli.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.config.ConfigValues;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fails when a key is renamed, added or removed, or when a default changes. */
class RehydrateConfigKeysTest {
  private static final String LEAST =
      """
      kafka: {bootstrapServers: 'k:9092'}
      store: {bucket: b}
      target: {url: 'jdbc:postgresql://h/db'}
      scratch: /scratch
      """;

  private static final String EVERY_KEY =
      """
      kafka: {bootstrapServers: 'k:9093', properties: {security.protocol: SSL}, rack: a}
      registry: http://r:2
      registryCa: /r.pem
      store: {endpoint: 'http://s3:9000', region: eu-west-1, bucket: b2, prefix: p, pathStyle: true, encryption: 'aws:kms', kmsKey: key-1, ca: /s3.pem}
      target: {url: 'jdbc:postgresql://h/db2', user: u, password: pw, schema: s, keepOlder: 2}
      pluginDirectory: /plugins
      scratch: /scratch2
      """;

  @Test
  void everyDefault() {
    assertThat(ConfigValues.of(read(LEAST)))
        .isEqualTo(
            """
            kafka.bootstrapServers = k:9092
            kafka.properties = {}
            kafka.rack = none
            pluginDirectory = none
            registry = none
            registryCa = none
            scratch = /scratch
            store.bucket = b
            store.ca = none
            store.encryption = none
            store.endpoint = none
            store.kmsKey = none
            store.pathStyle = false
            store.prefix =\s
            store.region = us-east-1
            target.keepOlder = 1
            target.password =\s
            target.schema = public
            target.url = jdbc:postgresql://h/db
            target.user = postgres
            """);
  }

  @Test
  void everyKey() {
    assertThat(ConfigValues.of(read(EVERY_KEY)))
        .isEqualTo(
            """
            kafka.bootstrapServers = k:9093
            kafka.properties.security.protocol = SSL
            kafka.rack = a
            pluginDirectory = /plugins
            registry = http://r:2
            registryCa = /r.pem
            scratch = /scratch2
            store.bucket = b2
            store.ca = /s3.pem
            store.encryption = aws:kms
            store.endpoint = http://s3:9000
            store.kmsKey = key-1
            store.pathStyle = true
            store.prefix = p
            store.region = eu-west-1
            target.keepOlder = 2
            target.password = pw
            target.schema = s
            target.url = jdbc:postgresql://h/db2
            target.user = u
            """);
  }

  @Test
  void everyKeyIsSetToAnotherValueThanItsDefault() {
    assertThat(ConfigValues.equalIn(read(LEAST), read(EVERY_KEY))).isEmpty();
  }

  @Test
  void anUnknownKeyIsRefusedByName() {
    assertThatThrownBy(() -> read(LEAST + "bogus: 1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bogus: unknown key");
  }

  private static RehydrateConfig read(String yaml) {
    return ConfigFile.parse("rehydrate.yaml", yaml, RehydrateConfig.class, Map.of());
  }
}
