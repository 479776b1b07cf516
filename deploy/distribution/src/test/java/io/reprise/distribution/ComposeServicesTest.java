package io.reprise.distribution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.archiver.ArchiverConfig;
import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.compactor.CompactorConfig;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.replay.WorkerConfig;
import io.reprise.runtime.access.Policy;
import io.reprise.runtime.access.TokenHashes;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.http.HttpConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the services of Reprise read in {@code deploy/compose}. No container runs. */
class ComposeServicesTest {
  private static final Map<String, Class<? extends Record>> CONFIGURATIONS =
      Map.of(
          "ingest", IngestConfig.class,
          "worker", WorkerConfig.class,
          "archiver", ArchiverConfig.class,
          "compactor", CompactorConfig.class,
          "rehydrate", RehydrateConfig.class);
  private static final List<String> SERVICES = List.of("ingest", "worker", "archiver", "compactor");

  /** The ports of the servers in their containers. */
  private static final Map<String, Integer> SERVERS =
      Map.of(
          "kafka-1", 9092,
          "kafka-2", 9092,
          "kafka-3", 9092,
          "registry", 8080,
          "s3", 8080,
          "issuer", 8443,
          "postgres", 5432);

  private static final Path FILES = Path.of("/etc/reprise/config");

  @TempDir private static Path prepared;
  private static ComposeFile compose;

  /** The settings that all services have. */
  private record Common(String name, HttpConfig http) {
    static Common of(Record config) {
      if (config instanceof IngestConfig ingest) {
        return new Common(ingest.name(), ingest.http());
      } else if (config instanceof WorkerConfig worker) {
        return new Common(worker.name(), worker.http());
      } else if (config instanceof ArchiverConfig archiver) {
        return new Common(archiver.name(), archiver.http());
      }
      var compactor = (CompactorConfig) config;
      return new Common(compactor.name(), compactor.http());
    }
  }

  @BeforeAll
  static void prepare() {
    compose = ComposeFile.prepared(prepared);
  }

  @Test
  void everyCommandWithAConfigurationHasAFile() {
    var reference = ComposeFile.DIRECTORY.resolve("../../docs/configuration.md").normalize();
    var commands =
        Pattern.compile("Read by `reprise (\\w+) --config FILE`")
            .matcher(ComposeFile.text(reference))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(commands).isEqualTo(CONFIGURATIONS.keySet());
    assertThat(commands).allMatch(command -> Files.exists(file(command)));
    assertThat(SERVICES.stream().map(role -> compose.servicesOf(role).size()))
        .containsExactly(2, 3, 1, 1);
  }

  private static Path file(String role) {
    return ComposeFile.DIRECTORY.resolve("reprise/%s.yaml".formatted(role));
  }

  @Test
  void everyServiceAcceptsItsConfigurationAndHasANameOfItsOwn() {
    for (var role : SERVICES) {
      compose
          .servicesOf(role)
          .forEach(
              (name, service) -> {
                assertThat(Common.of(config(role, service)).name()).isEqualTo(name);
                assertThat(ComposeFile.texts(service.path("command")))
                    .containsExactly(
                        role, "--config", FILES + "/" + role + ".yaml", "--log-format", "json");
              });
    }
    var job = (RehydrateConfig) config("rehydrate", compose.service("cli"));
    assertThat(job.target().password())
        .isEqualTo(compose.variable("postgres", "POSTGRES_PASSWORD"));
  }

  @Test
  void everyServiceEncryptsAndAsksWhoCalls() {
    for (var role : SERVICES) {
      for (var service : compose.servicesOf(role).values()) {
        var http = Common.of(config(role, service)).http();

        assertThat(http.tls().isOn()).isTrue();
        assertThat(http.authentication().isOn()).isTrue();
        assertThat(http.insecure()).isFalse();
        assertThat(http.isOnAllAddresses()).isTrue();
        var oidc = requireNonNull(http.authentication().oidc());
        assertThat(oidc.issuer()).isEqualTo(issuer());
        assertThat(realm().findValuesAsText("included.custom.audience"))
            .containsExactly(oidc.audience());
        Stream.of(
                http.tls().certificate(),
                http.tls().key(),
                http.tls().ca(),
                http.authentication().tokens(),
                http.authentication().policy(),
                Path.of("/etc/reprise/tls/trust.jks"))
            .forEach(file -> assertThat(compose.file(service, requireNonNull(file))).isPresent());
        assertThat(ComposeFile.environment(service))
            .containsEntry(
                "JDK_JAVA_OPTIONS", "-Djavax.net.ssl.trustStore=/etc/reprise/tls/trust.jks");
      }
    }
  }

  private static URI issuer() {
    return URI.create(
        compose.variable("issuer", "KC_HOSTNAME") + "/realms/" + realm().path("realm").asText());
  }

  private static JsonNode realm() {
    var path = Path.of("/opt/keycloak/data/import/reprise-realm.json");
    return ComposeFile.parsed(compose.file(compose.service("issuer"), path).orElseThrow());
  }

  @Test
  void everyServerThatAConfigurationNamesIsAService() {
    assertThat(compose.services()).containsKeys(SERVERS.keySet().toArray(String[]::new));
    for (var role : CONFIGURATIONS.keySet()) {
      var named =
          Pattern.compile("([a-z][a-z0-9-]*):(\\d{4})")
              .matcher(ComposeFile.text(file(role)))
              .results()
              .collect(Collectors.toMap(found -> found.group(1), f -> Integer.valueOf(f.group(2))));

      assertThat(named).as(role).containsKey("kafka-3");
      assertThat(SERVERS).as(role).containsAllEntriesOf(named);
    }
  }

  @Test
  void workersCanCheckExpressionsAgainstSchemas() {
    var registry = URI.create("http://registry:8080/apis/ccompat/v7");

    assertThat(compose.servicesOf("worker").values())
        .allMatch(worker -> registry.equals(((WorkerConfig) config("worker", worker)).registry()));
  }

  @Test
  void directoriesThatServicesWriteToAreOnVolumes() {
    var archiver = compose.service("archiver");
    var compactor = compose.service("compactor");
    var spool = ((ArchiverConfig) config("archiver", archiver)).spool().directory();
    var states = ((CompactorConfig) config("compactor", compactor)).stateDirectory();
    var contexts = Path.of(compose.variable("cli", "XDG_CONFIG_HOME"));

    assertThat(ComposeFile.volumes(archiver)).anyMatch(spool::startsWith);
    assertThat(ComposeFile.volumes(compactor)).anyMatch(states::startsWith);
    assertThat(ComposeFile.volumes(compose.service("cli"))).anyMatch(contexts::startsWith);
  }

  @Test
  void theCertificateIsForEveryNameByWhichAServiceIsCalled() throws Exception {
    try (var in = Files.newInputStream(prepared.resolve("secrets/tls/service.pem"))) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      var names =
          certificate.getSubjectAlternativeNames().stream()
              .map(name -> String.valueOf(name.get(1)))
              .toList();

      assertThat(names).contains("localhost", "127.0.0.1", issuer().getHost());
      SERVICES.forEach(role -> assertThat(names).containsAll(compose.servicesOf(role).keySet()));
    }
    var compactor = (CompactorConfig) config("compactor", compose.service("compactor"));
    assertThat(compactor.advertised()).isEqualTo("compactor:8080");
  }

  @Test
  void whoHasARoleCanSignIn() {
    var policy = access(ComposeFile.DIRECTORY.resolve("reprise/policy.yaml"), Policy.class);
    var tokens = access(prepared.resolve("secrets/access/tokens.yaml"), TokenHashes.class);
    var client = realm().at("/clients/0");

    assertThat(policy.bindings().stream().map(Policy.Binding::principal).distinct())
        .containsExactlyInAnyOrder(
            "prometheus", "service-account-" + client.path("clientId").asText());
    assertThat(tokens.tokens())
        .extracting(TokenHashes.Entry::principal)
        .containsExactly("prometheus");
    assertThat(client.path("secret").asText()).isEqualTo("${OPERATOR_SECRET}");
    assertThat(ComposeFile.text(prepared.resolve("secrets/cli/operator.secret")).strip())
        .isEqualTo(compose.variable("issuer", "OPERATOR_SECRET"));
  }

  @Test
  void commandsSignInToTheContextThatTheyUse() {
    var context = ComposeFile.texts(compose.service("context").path("command"));
    var signIn = ComposeFile.texts(compose.service("sign-in").path("command"));
    var name = compose.variable("cli", "REPRISE_CONTEXT");

    assertThat(context).startsWith("context", "add", name);
    assertThat(signIn)
        .contains(
            "--context=" + name,
            "--issuer=" + issuer(),
            "--client-id=" + realm().at("/clients/0/clientId").asText());
    var urls = Pattern.compile("https://([a-z0-9-]+):8080").matcher(String.join(" ", context));
    assertThat(urls.results().map(url -> url.group(1)))
        .containsExactly("worker-1", "worker-2", "worker-3", "ingest-1", "archiver", "compactor");
  }

  @Test
  void commandsTrustTheIssuerAndHaveTheJvmOptionsOfCommands() throws Exception {
    var options = List.of(compose.variable("cli", "JDK_JAVA_OPTIONS").split(" ", -1));
    var script =
        Files.readString(Path.of("src/main/files/bin/reprise"))
            .replaceAll("(?s).*command_options\\(\\) \\{(.*?)\n}.*", "$1");

    assertThat(options).contains("-Djavax.net.ssl.trustStore=/etc/reprise/tls/trust.jks");
    assertThat(options.subList(1, options.size()))
        .hasSizeGreaterThan(3)
        .allMatch(option -> script.contains(option));
  }

  private static <T extends Record> T access(Path file, Class<T> type) {
    return ConfigFile.parse(file.toString(), ComposeFile.text(file), type, Map.of());
  }

  /** Returns the configuration of a service, as it would read it in its container. */
  private static Record config(String role, JsonNode service) {
    var file = compose.file(service, FILES.resolve(role + ".yaml")).orElseThrow();
    return ConfigFile.parse(
        file.toString(),
        ComposeFile.text(file),
        requireNonNull(CONFIGURATIONS.get(role)),
        ComposeFile.environment(service));
  }
}
