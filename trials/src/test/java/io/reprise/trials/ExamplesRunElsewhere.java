package io.reprise.trials;

import java.util.List;
import java.util.stream.Stream;

/** The examples of the help that {@link HelpExamples} does not run. */
final class ExamplesRunElsewhere {
  private ExamplesRunElsewhere() {}

  /**
   * Some examples, why {@link HelpExamples} does not run them, and the test that runs what they
   * call.
   *
   * @param reason a sentence
   * @param test the full name of a test class
   * @param lines the examples
   */
  record Group(String reason, String test, List<String> lines) {}

  static final List<Group> GROUPS =
      List.of(
          new Group(
              "A service runs until it is stopped. The stack of this test starts each service with"
                  + " this command and a file of its own.",
              "io.reprise.trials.DocsIT",
              Stream.of(
                      "ingest",
                      "worker",
                      "archiver",
                      "compactor",
                      "broker",
                      "registry",
                      "s3",
                      "database")
                  .flatMap(ExamplesRunElsewhere::ofService)
                  .toList()),
          new Group(
              "The command checks the systems that a configuration file names.",
              "io.reprise.cli.DoctorIT",
              List.of(
                  "reprise doctor --config worker.yaml --topic orders",
                  "reprise doctor --config archiver.yaml -o json")),
          new Group(
              "The command needs an issuer, and a person or a job that it knows.",
              "io.reprise.cli.LoginCommandsTest",
              List.of(
                  "reprise login --context prod --issuer https://id.example.com/realms/data"
                      + " --client-id reprise-cli",
                  "reprise login --context prod --issuer https://id.example.com/realms/data"
                      + " --client-id reprise-cli --device",
                  "reprise login --context ci --issuer https://id.example.com/realms/data"
                      + " --client-id nightly --client-secret-file nightly.secret",
                  "reprise logout",
                  "reprise logout --context prod")),
          new Group(
              "The services of this test ask nobody who they are, so there is nothing to show. The"
                  + " second command prints new records until Ctrl-C.",
              "io.reprise.cli.AuditCommandsTest",
              List.of(
                  "reprise audit list --since -2h --outcome refused",
                  "reprise audit list --since \"yesterday 14:02\" --who ann --action operate -o"
                      + " jsonl",
                  "reprise audit tail",
                  "reprise audit tail --outcome refused -o jsonl")),
          new Group(
              "The command needs an application that has written dead letters.",
              "io.reprise.cli.RedriveCommandTest",
              List.of(
                  "reprise redrive --topic orders.DLT --reason \"billing is mended\"",
                  "reprise redrive --topic orders.DLT --reason \"billing is mended\" --yes"
                      + " --wait")),
          new Group(
              "The command exits with 1 if the sides differ, and those of the other examples do.",
              "io.reprise.trials.CompareIT",
              List.of(
                  "reprise compare --left totals --right totals-v2 --ignore updatedAt",
                  "reprise compare --left user-events --right replay:latest --origin -o json")),
          new Group(
              "The command needs a group of an application, and no service of this test has one.",
              "io.reprise.cli.GroupCommandsTest",
              List.of(
                  "reprise groups describe billing",
                  "reprise groups describe billing -o json",
                  "reprise groups rewind billing --topic user-events --to-time 14:02",
                  "reprise groups rewind billing --topic user-events --to-offset 0=1500,3=20"
                      + " --plan 3f0a9c1e --reason \"fix of invoice 7\"",
                  "reprise groups forward billing --topic user-events --to-latest",
                  "reprise groups forward billing --topic user-events --replay latest"
                      + " --plan 3f0a9c1e --reason \"was replayed\"",
                  "reprise groups copy billing-v2 --from billing --topic user-events",
                  "reprise groups copy billing-v2 --from billing --topic user-events"
                      + " --plan 3f0a9c1e --reason \"new version\"",
                  "reprise groups undo billing --topic user-events"
                      + " --move 01970000-0000-7000-8000-000000000001",
                  "reprise groups undo billing --topic user-events --move"
                      + " 01970000-0000-7000-8000-000000000001 --plan 3f0a9c1e --reason \"wrong"
                      + " time\"",
                  "reprise groups moves billing",
                  "reprise groups moves billing -o json")),
          new Group(
              "The command serves an agent until its input is closed, or starts what an agent has"
                  + " proposed.",
              "io.reprise.trials.McpIT",
              List.of(
                  "reprise mcp",
                  "reprise mcp --context prod",
                  "reprise replay start-planned latest",
                  "reprise replay start-planned latest --topic user-events --plan 0f3a9c4d"
                      + " --again")),
          new Group(
              "The services of this test ask nobody who they are, so no replay needs an approval.",
              "io.reprise.cli.ApprovalCommandsTest",
              List.of(
                  "reprise approvals list",
                  "reprise approvals list --limit 10 -o json",
                  "reprise approvals approve latest --plan 0f3a9c4d",
                  "reprise approvals approve latest --topic user-events --plan 0f3a9c4d",
                  "reprise approvals refuse latest --plan 0f3a9c4d --comment \"ask again after the"
                      + " release\"",
                  "reprise approvals refuse latest --topic user-events --plan 0f3a9c4d --comment"
                      + " \"wrong range\"")),
          new Group(
              "No replay of this test has parked a record, so there is no parked topic.",
              "io.reprise.cli.ParkedCommandsTest",
              List.of(
                  "reprise parked list --topic user-events-copy.parked",
                  "reprise parked list --topic user-events-copy.parked --since -2h -o json")),
          new Group(
              "The command prints new events until Ctrl-C.",
              "io.reprise.cli.events.TopicTailTest",
              List.of("reprise events tail --topic user-events --follow")),
          new Group(
              "The command applies new events until Ctrl-C.",
              "io.reprise.rehydrate.FollowingIT",
              List.of(
                  "reprise rehydrate --read-model users --topic user-events --reducer merge --from"
                      + " log --follow")),
          new Group(
              "The command starts all services, or needs a dev that has started them.",
              "io.reprise.local.dev.DevIT",
              List.of(
                  "reprise dev",
                  "reprise dev --dir /tmp/try --workers 3",
                  "reprise dev status",
                  "reprise dev status --dir /tmp/try -o json",
                  "reprise dev logs worker-1",
                  "reprise dev logs kafka --lines 50 --follow")),
          new Group(
              "The command starts all services itself and takes a minute or more.",
              "io.reprise.trials.MainJobIT",
              List.of(
                  "reprise demo",
                  "reprise demo -o json",
                  "reprise chaos --quick",
                  "reprise chaos --runs 10 --seed 7 --brokers 3",
                  "reprise chaos --runs 10 --target http",
                  "reprise chaos --runs 10 --target connect")),
          new Group(
              "The command starts all services itself and takes minutes. The test runs the short"
                  + " form.",
              "io.reprise.trials.SoakIT",
              List.of("reprise soak --quick", "reprise soak --minutes 20 -o json")),
          new Group(
              "The command starts the services that it measures, and takes a minute or more. The"
                  + " test takes the measurements of another bench, which needs no services.",
              "io.reprise.trials.bench.metadata.MetadataBenchIT",
              List.of("reprise bench replay --quick", "reprise bench archive -o json")));

  private static Stream<String> ofService(String role) {
    return Stream.of(
        "reprise %1$s --config %1$s.yaml".formatted(role),
        "reprise %1$s --config /etc/reprise/%1$s.yaml".formatted(role));
  }

  /** Returns the lines of all groups. */
  static List<String> lines() {
    return GROUPS.stream().flatMap(group -> group.lines().stream()).toList();
  }
}
