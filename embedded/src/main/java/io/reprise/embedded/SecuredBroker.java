package io.reprise.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.server.authorizer.Action;

/**
 * Runs a broker whose users sign in with a password (SASL/PLAIN) and may do only what ACLs allow.
 * The passwords are constants and protect nothing. A second listener, without sign-in, is for a
 * super user, who may do everything.
 *
 * <p>Confined to one thread. The caller closes the broker.
 */
public final class SecuredBroker implements AutoCloseable {
  private static final Duration APPLIED_WITHIN = Duration.ofSeconds(30);
  private static final long CHECK_AGAIN_MILLIS = 20;
  private static final String MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  private final EmbeddedBroker broker;
  private final Admin admin;
  private final String id;
  private final String bootstrapServers;

  private SecuredBroker(EmbeddedBroker broker, String id, String bootstrapServers) {
    this.broker = broker;
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    this.id = id;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a broker without ACLs, on free ports and in a temporary directory. Consumer groups may
   * have a session timeout as short as 1 s.
   *
   * @param users the users that can sign in
   */
  public static SecuredBroker startTemporary(String... users) {
    var id = UUID.randomUUID().toString();
    int port = FreePorts.next();
    int controllerPort = FreePorts.next();
    int securedPort = FreePorts.next();
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,SECURED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(port, securedPort, controllerPort));
    settings.put(
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,SECURED://127.0.0.1:%d".formatted(port, securedPort));
    settings.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,SECURED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("listener.name.secured.plain.sasl.jaas.config", passwords(users));
    settings.put("authorizer.class.name", RecordingAuthorizer.class.getName());
    settings.put(RecordingAuthorizer.ID, id);
    settings.put("super.users", "User:ANONYMOUS");
    // On a busy machine the only broker must not be fenced because of late heartbeats.
    settings.put("broker.session.timeout.ms", "60000");
    try {
      var directory = Files.createTempDirectory("reprise-secured-broker-");
      var broker = EmbeddedBroker.start(directory, port, controllerPort, settings);
      return new SecuredBroker(broker, id, "127.0.0.1:" + securedPort);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory for a broker", e);
    }
  }

  private static String passwords(String... users) {
    return Arrays.stream(users)
        .map(user -> " user_%s=\"%s\"".formatted(user, passwordOf(user)))
        .collect(Collectors.joining("", MODULE, ";"));
  }

  private static String passwordOf(String user) {
    return user + "-on-one-machine";
  }

  /** Returns the address at which users sign in, as {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Returns the address at which every client is the super user, as {@code host:port}. */
  public String superUserBootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Returns the client settings, without the address, with which a user signs in. */
  public Map<String, String> signIn(String user) {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        MODULE + " username=\"%s\" password=\"%s\";".formatted(user, passwordOf(user)));
  }

  /** Returns a client of the super user, which this object closes. */
  public Admin superUser() {
    return admin;
  }

  /** Adds ACLs, and returns once the broker applies them. */
  public void grant(Collection<AclBinding> acls) {
    try {
      admin.createAcls(acls).all().get();
      awaitApplied(present -> present.containsAll(acls));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker refuses ACLs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ACLs were added", e);
    }
  }

  /** Removes ACLs, and returns once the broker no longer applies them. */
  public void revoke(Collection<AclBinding> acls) {
    try {
      admin.deleteAcls(acls.stream().map(AclBinding::toFilter).toList()).all().get();
      awaitApplied(present -> acls.stream().noneMatch(present::contains));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker refuses to remove ACLs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ACLs were removed", e);
    }
  }

  private void awaitApplied(Predicate<Collection<AclBinding>> isApplied)
      throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + APPLIED_WITHIN.toNanos();
    while (!isApplied.test(admin.describeAcls(AclBindingFilter.ANY).values().get())) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the broker did not apply ACLs within 30 s");
      }
      TimeUnit.MILLISECONDS.sleep(CHECK_AGAIN_MILLIS);
    }
  }

  /** Forgets what the broker has decided so far. */
  public void forgetDecisions() {
    RecordingAuthorizer.forget(id);
  }

  /** Returns those of a user's ACLs that the broker has not needed for any request of this user. */
  public List<AclBinding> unused(Collection<AclBinding> acls) {
    return acls.stream()
        .filter(
            acl ->
                RecordingAuthorizer.allowed(id, acl.entry().principal()).stream()
                    .noneMatch(action -> permits(acl, action)))
        .toList();
  }

  /** Returns what the broker has refused a user, such as {@code User:worker}. */
  public List<Action> refused(String principal) {
    return RecordingAuthorizer.refused(id, principal);
  }

  private static boolean permits(AclBinding acl, Action action) {
    var asked = action.resourcePattern();
    var name = acl.pattern().name();
    return acl.entry().operation() == action.operation()
        && acl.pattern().resourceType() == asked.resourceType()
        && (acl.pattern().patternType() == PatternType.PREFIXED
            ? asked.name().startsWith(name)
            : name.equals(asked.name()) || name.equals(ResourcePattern.WILDCARD_RESOURCE));
  }

  @Override
  public void close() {
    admin.close();
    broker.close();
    RecordingAuthorizer.forget(id);
  }
}
