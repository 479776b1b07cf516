package io.reprise.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * Runs a Kafka cluster of three brokers in this JVM, secured as clusters in production are: clients
 * connect over TLS, sign in with a password (SASL/SCRAM-SHA-512) and may do only what ACLs allow.
 * Every topic, also Kafka's own, has three replicas, of which two must be in sync. A second
 * listener, without encryption and sign-in, is for a super user, who may do everything.
 *
 * <p>The first broker is also the only controller, so that the cluster can be shut down cleanly,
 * one broker after the other. Confined to one thread. The caller closes the cluster.
 */
public final class SecuredCluster implements AutoCloseable {
  /** A user who signs in and may do everything. Other users have no rights until ACLs give some. */
  public static final String ADMINISTRATOR = "admin";

  private static final int BROKERS = 3;
  private static final int SCRAM_ITERATIONS = 4096;
  private static final Duration APPLIED_WITHIN = Duration.ofSeconds(60);
  private static final long CHECK_AGAIN_MILLIS = 20;
  private static final String MODULE =
      "org.apache.kafka.common.security.scram.ScramLoginModule required";

  private final List<EmbeddedBroker> brokers = new ArrayList<>();
  private final List<Node> nodes;
  private final Identity identity;
  private final String id = UUID.randomUUID().toString();
  private final Admin admin;

  /**
   * What the brokers present to clients, all as PEM.
   *
   * @param certificate a certificate for 127.0.0.1
   * @param key its private key in PKCS #8, not encrypted
   * @param authority the certificate of the authority that has issued the certificate
   */
  public record Identity(String certificate, String key, String authority) {
    /** Returns the name of the class: the key must not be shown. */
    @Override
    public String toString() {
      return "Identity";
    }
  }

  private record Node(int number, int superUser, int secured) {}

  private SecuredCluster(Path directory, Identity identity) {
    this.identity = identity;
    var all = new ArrayList<Node>();
    for (int number = 1; number <= BROKERS; number++) {
      all.add(new Node(number, FreePorts.next(), FreePorts.next()));
    }
    this.nodes = List.copyOf(all);
    int controller = FreePorts.next();
    var clusterId = Uuid.randomUuid().toString();
    for (var node : nodes) {
      brokers.add(
          EmbeddedBroker.start(
              directory.resolve("broker-" + node.number()),
              node.superUser(),
              controller,
              settings(node, controller),
              clusterId));
    }
    this.admin = Admin.create(Map.of("bootstrap.servers", superUserBootstrapServers()));
  }

  /**
   * Starts a cluster on free ports and in a temporary directory. Returns once the administrator can
   * sign in at every broker.
   *
   * @param administratorPassword the password of {@link #ADMINISTRATOR}
   */
  public static SecuredCluster startTemporary(Identity identity, String administratorPassword) {
    try {
      var directory = Files.createTempDirectory("reprise-secured-cluster-");
      var cluster = new SecuredCluster(directory, identity);
      cluster.addAdministrator(administratorPassword);
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory for brokers", e);
    }
  }

  private Map<String, String> settings(Node node, int controller) {
    var settings = new HashMap<>(replicated());
    settings.put("node.id", Integer.toString(node.number()));
    settings.put("process.roles", isController(node) ? "broker,controller" : "broker");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    var clients =
        "SUPER://127.0.0.1:%d,SECURED://127.0.0.1:%d".formatted(node.superUser(), node.secured());
    settings.put("advertised.listeners", clients);
    settings.put(
        "listeners",
        isController(node) ? clients + ",CONTROLLER://127.0.0.1:" + controller : clients);
    settings.put(
        "listener.security.protocol.map", "SUPER:PLAINTEXT,SECURED:SASL_SSL,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "SUPER");
    settings.put("listener.name.secured.ssl.keystore.type", "PEM");
    settings.put("listener.name.secured.ssl.keystore.certificate.chain", identity.certificate());
    settings.put("listener.name.secured.ssl.keystore.key", identity.key());
    settings.put("sasl.enabled.mechanisms", ScramMechanism.SCRAM_SHA_512.mechanismName());
    settings.put("listener.name.secured.scram-sha-512.sasl.jaas.config", MODULE + ";");
    settings.put("authorizer.class.name", RecordingAuthorizer.class.getName());
    settings.put(RecordingAuthorizer.ID, id);
    settings.put("super.users", "User:ANONYMOUS;User:" + ADMINISTRATOR);
    // On a busy machine no broker must be fenced because of late heartbeats.
    settings.put("broker.session.timeout.ms", "60000");
    return settings;
  }

  private static boolean isController(Node node) {
    return node.number() == 1;
  }

  private static Map<String, String> replicated() {
    var replicas = Integer.toString(BROKERS);
    return Map.of(
        "default.replication.factor", replicas,
        "min.insync.replicas", "2",
        "offsets.topic.replication.factor", replicas,
        "transaction.state.log.replication.factor", replicas,
        "transaction.state.log.min.isr", "2",
        "share.coordinator.state.topic.replication.factor", replicas,
        "share.coordinator.state.topic.min.isr", "2");
  }

  private void addAdministrator(String password) {
    var credentials =
        new UserScramCredentialUpsertion(
            ADMINISTRATOR,
            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
            password);
    try {
      admin.alterUserScramCredentials(List.of(credentials)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the cluster refuses to add a user", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a user was added", e);
    }
    for (var node : nodes) {
      awaitApplied("the administrator", () -> canSignIn(node, password));
    }
  }

  private boolean canSignIn(Node node, String password) {
    var settings = new HashMap<String, Object>();
    settings.put("bootstrap.servers", "127.0.0.1:" + node.secured());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", ScramMechanism.SCRAM_SHA_512.mechanismName());
    settings.put(
        "sasl.jaas.config",
        MODULE + " username=\"%s\" password=\"%s\";".formatted(ADMINISTRATOR, password));
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.certificates", identity.authority());
    try (var client = Admin.create(settings)) {
      client.describeCluster().nodes().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthenticationException) {
        return false;
      }
      throw new IllegalStateException("broker %d does not answer".formatted(node.number()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signing in", e);
    }
  }

  /**
   * Returns once every broker applies a number of ACLs, or more. What was written to the cluster's
   * metadata before these ACLs, such as users, is then applied too.
   *
   * @throws IllegalStateException if that takes more than 60 s
   */
  public void awaitAcls(int count) {
    awaitApplied(
        count + " ACLs",
        () -> {
          var counts = RecordingAuthorizer.aclCounts(id);
          // The controller in the process of the first broker has an authorizer of its own.
          return counts.size() == BROKERS + 1 && counts.stream().allMatch(c -> c >= count);
        });
  }

  private static void awaitApplied(String what, BooleanSupplier isApplied) {
    long end = System.nanoTime() + APPLIED_WITHIN.toNanos();
    try {
      while (!isApplied.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "the cluster did not apply %s within %d s"
                  .formatted(what, APPLIED_WITHIN.toSeconds()));
        }
        TimeUnit.MILLISECONDS.sleep(CHECK_AGAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the cluster was changed", e);
    }
  }

  /** Returns the addresses at which users sign in, as {@code host:port,host:port,host:port}. */
  public String bootstrapServers() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.secured())
        .collect(Collectors.joining(","));
  }

  /** Returns the addresses at which every client is the super user. */
  public String superUserBootstrapServers() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.superUser())
        .collect(Collectors.joining(","));
  }

  /** Returns a client of the super user, which this object closes. */
  public Admin superUser() {
    return admin;
  }

  @Override
  public void close() {
    admin.close();
    for (int i = brokers.size() - 1; i >= 0; i--) {
      brokers.get(i).close();
    }
    RecordingAuthorizer.forget(id);
  }
}
