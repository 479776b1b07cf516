package io.reprise.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.FreePorts;
import io.reprise.embedded.TlsFront;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.schemas.compat.SchemaHistory;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaRegistryIT {
  private static final String V1 =
      "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
  private static final String INCOMPATIBLE = V1.replace("\"a\"", "\"b\"");

  @Test
  void keepsAHistoryReadableAndRemembersItAfterARestart(@TempDir Path directory) throws Exception {
    int port = FreePorts.next();
    var history = SchemaHistory.read(Path.of("src/main/avro/user-events-value"));
    int second;
    try (var server = EmbeddedRegistry.start(directory, port);
        var registry = SchemaRegistry.at(server.uri())) {
      assertThat(registry.latest("user-events-value")).isEmpty();
      int first = registry.register("user-events-value", history.versions().get(1));
      second = registry.register("user-events-value", history.versions().get(2));
      assertThat(second).isNotEqualTo(first);
      assertThat(registry.register("user-events-value", history.versions().get(2)))
          .isEqualTo(second);

      var incompatible = new Schema.Parser().parse(INCOMPATIBLE);
      registry.register("other-value", new Schema.Parser().parse(V1));
      assertThatThrownBy(() -> registry.register("other-value", incompatible))
          .isInstanceOf(IncompatibleSchemaException.class)
          .hasMessageContaining("field 'b': give it a default");
      assertThatThrownBy(() -> registry.byId(4711)).isInstanceOf(UnknownSchemaException.class);
    }

    var authority = new TestAuthority("CN=authority of the site");
    var issued = authority.issue("CN=registry", "127.0.0.1");
    try (var server = EmbeddedRegistry.start(directory, port);
        var front = TlsFront.start(issued.certificate(), issued.key(), port);
        var registry =
            SchemaRegistry.at(front.uri().resolve(server.uri().getPath()), trusting(authority))) {
      var latest = registry.latest("user-events-value").orElseThrow();
      assertThat(latest.id()).isEqualTo(second);
      assertThat(latest.version()).isEqualTo(2);
      assertThat(latest.schema()).isEqualTo(history.versions().get(2));
      assertThat(registry.byId(second)).isEqualTo(history.versions().get(2));
      assertThat(registry.subjects()).containsExactly("other-value", "user-events-value");
    }
  }

  /** Returns what opens TLS connections to servers of one authority. */
  private static SSLSocketFactory trusting(TestAuthority authority) throws Exception {
    var pem = authority.pem().getBytes(StandardCharsets.US_ASCII);
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "authority",
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  @Test
  void saysWhichFileIsMissingIfNoTrustedAuthorityHasSignedTheCertificate() throws Exception {
    var issued = new TestAuthority("CN=authority of the site").issue("CN=registry", "127.0.0.1");
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var front = TlsFront.start(issued.certificate(), issued.key(), server.getLocalPort());
        var registry = SchemaRegistry.at(front.uri())) {
      assertThatThrownBy(registry::subjects)
          .isInstanceOf(RegistryUnreachableException.class)
          .hasMessageContaining(front.uri() + " has a certificate that is not accepted")
          .hasMessageContaining("registryCa")
          .hasMessageContaining("--ca-file");
    }
  }

  @Test
  void saysSoWhenNobodyAnswers() {
    var nowhere = URI.create("http://127.0.0.1:" + FreePorts.next() + "/apis/ccompat/v7");
    try (var registry = SchemaRegistry.at(nowhere)) {
      assertThatThrownBy(() -> registry.latest("s"))
          .isInstanceOf(RegistryUnreachableException.class)
          .hasMessageContaining(nowhere.toString())
          .hasMessageContaining("correct its address");
    }
  }
}
