package io.reprise.cli.doctor;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.config.ConfigReaders;
import io.reprise.cli.output.TableColumn;
import io.reprise.kafka.client.AdminRole;
import io.reprise.runtime.json.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise doctor}. */
@Command(
    name = "doctor",
    description = {
      "Checks what a service needs, from the service's configuration file: Kafka and its known"
          + " faults, ACLs, topic settings, the schema registry, the object store, the database and"
          + " clocks. Says of each finding why it matters and what to type.",
      "Starts no service and changes nothing, apart from small objects that the check of an"
          + " archiver's store writes and removes. Exits with 1 if it finds a problem or a check"
          + " fails. A note or an unknown answer is no problem."
    })
public final class DoctorCommand extends LeafCommand {
  private static final List<TableColumn> COLUMNS =
      List.of(
          TableColumn.of("LEVEL", "level").key(),
          TableColumn.of("CHECK", "check").key(),
          TableColumn.of("SUBJECT", "subject").key(),
          TableColumn.of("FINDING", "what").key(),
          TableColumn.of("WHY", "why"),
          TableColumn.of("WHAT TO DO", "remedy"));

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file of the service.")
  private Path config = Path.of("");

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "The service: worker, ingest, archiver, compactor or rehydrate (default: the one that"
              + " knows most of the keys of the file).")
  private @Nullable String role;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description =
          "A topic that a worker replays, that an ingest service stores events in, or that a read"
              + " model is built from. Can be repeated (default: none).")
  private List<String> topics = List.of();

  @Option(
      names = "--principal",
      paramLabel = "PRINCIPAL",
      description =
          "The user in the commands that grant ACLs (default: the user name in the file's"
              + " sasl.jaas.config).")
  private @Nullable String principal;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "15s",
      description = "How long each check may take (default: 15s).")
  private Duration limit = Duration.ofSeconds(15);

  @Override
  protected ExitCode run() {
    if (limit.isZero() || limit.isNegative()) {
      throw new CommandFailure(ExitCode.USAGE, "--timeout must be more than 0");
    }
    var text = TextFile.read(config);
    var service = CheckedService.read(ConfigReaders.nameOf(role, config, text), config, topics);
    var findings = new ArrayList<Finding>();
    findings.addAll(kafka(service));
    findings.addAll(others(service));
    print(findings);
    return findings.stream().anyMatch(Finding::isProblem) ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void print(List<Finding> findings) {
    var items = Json.json().createArrayNode();
    findings.forEach(finding -> items.add(finding.json()));
    output().list(items, COLUMNS);
    if (output().isTable()) {
      findings.stream()
          .filter(finding -> finding.level() != Finding.Level.OK)
          .forEach(
              finding ->
                  output()
                      .say(
                          "%n%s: %s %s%n  %s%n  %s"
                              .formatted(
                                  finding.level(),
                                  finding.subject(),
                                  finding.what(),
                                  finding.why(),
                                  finding.remedy())));
    }
  }

  private List<Finding> kafka(CheckedService service) {
    var cluster = service.bootstrapServers();
    Admin admin;
    try {
      admin = AdminRole.open(service.kafka());
    } catch (KafkaException e) {
      return timed("kafka", cluster)
          .run(
              () -> {
                throw e;
              });
    }
    try (admin) {
      var checks = new KafkaChecks(admin, service);
      var findings = new ArrayList<>(timed("kafka", cluster).run(() -> checks.reach(limit)));
      if (findings.stream().anyMatch(Finding::isProblem)) {
        return findings;
      }
      findings.addAll(timed("version", cluster).run(checks::version));
      var session = service.session();
      if (session != null) {
        findings.addAll(timed("session timeout", cluster).run(() -> checks.session(session)));
      }
      findings.addAll(
          timed("acls", cluster).run(() -> new AclChecks(admin, service, principal).check()));
      for (var topic : service.topics()) {
        findings.addAll(timed("topic", topic).run(() -> checks.topic(topic)));
      }
      findings.addAll(timed("retention", cluster).run(checks::retention));
      return findings;
    }
  }

  private List<Finding> others(CheckedService service) {
    var checks = new OtherChecks(Clock.systemUTC());
    var findings = new ArrayList<Finding>();
    var registry = service.registry();
    if (registry != null) {
      var topicsWithSchema = service.role().equals("ingest") ? service.topics() : List.<String>of();
      findings.addAll(
          timed("registry", OtherChecks.place(registry.address()))
              .run(() -> checks.registry(registry, topicsWithSchema)));
      findings.addAll(timed("clock", "registry").run(() -> checks.clock("registry", registry)));
    }
    var store = service.store();
    if (store != null) {
      boolean writes = service.role().equals("archiver");
      Callable<List<Finding>> check =
          writes ? () -> checks.store(store) : () -> checks.readableStore(store);
      findings.addAll(timed("object store", store.bucket()).run(check));
      var endpoint = store.endpoint();
      if (endpoint != null) {
        findings.addAll(
            timed("clock", "object store")
                .run(
                    () ->
                        checks.clock(
                            "object store", new OtherChecks.HttpSystem(endpoint, store.ca()))));
      }
    }
    var database = service.database();
    if (database != null) {
      findings.addAll(timed("database", database.schema()).run(() -> checks.database(database)));
    }
    return findings;
  }

  private TimedCheck timed(String name, String subject) {
    return new TimedCheck(name, subject, "The service needs this system.", limit);
  }
}
