package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that cannot be executed: one message, nothing on stdout, exit code 2. */
class UsageTest {
  private static final String PLAN = "replay plan --topic t --target x --reason r ";

  /** A package with a class in it, or a simple class name of an exception. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b([a-z]+\\.){2,}[A-Z]\\w+|\\w+(Exception|Error)\\b");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                     | a subcommand is missing",
        "replay                                               | a subcommand is missing",
        "archive hold                                         | a subcommand is missing",
        "help bogus                                           | reprise has no subcommand 'bogus'",
        "help replay bogus                                    | reprise replay has no subcommand"
            + " 'bogus'",
        "replay bogus                                         | unknown command 'bogus'",
        "event read                                           | unknown command 'event': did you"
            + " mean 'events'?",
        "replay pauze id                                      | unknown command 'pauze': did you"
            + " mean 'pause'",
        "replay plan --topic t --to-newtopic x                | unknown option '--to-newtopic': did"
            + " you mean '--to-new-topic'",
        "replay plan --topic t --form-time -2h                | unknown option '--form-time': did"
            + " you mean '--from-time'",
        "replay plan --topic t --form-time=-2h                | unknown option '--form-time': did",
        "--context prod replay list                           | option --context stands before the"
            + " command: options follow the command, as in reprise COMMAND --context",
        "replay --context prod list                           | option --context stands before the"
            + " command: options follow the command, as in reprise replay COMMAND --context",
        "replay describe                                      | ID",
        "replay describe a b                                  | 'b'",
        "replay describe id --output xml                      | xml",
        "replay list --worker 127.0.0.1:19100                 | '127.0.0.1:19100' is not a URL",
        "replay list --worker ftp://host                      | 'ftp://host' is not a URL",
        "replay list --worker http://:x                       | 'http://:x' is not a URL",
        "replay throttle id                                   | no rate limit is given",
        "replay throttle id --rate 5 --unlimited              | no rate limit is given",
        "replay throttle id --rate many                       | 'many'",
        "replay throttle id --byte-rate much                  | --byte-rate",
        "replay throttle id --rate -5                         | --rate -5: must be at least 1",
        "replay throttle id --byte-rate 0                     | --byte-rate 0: must be at least 1",
        "replay list --state BOGUS                            | --state BOGUS: no replay state",
        "replay list --created-from yesterday                 | --created-from 'yesterday': the"
            + " time of day is missing",
        "replay list --created-to 1795944813000               | --created-to '1795944813000': a"
            + " bare number is not a time: for milliseconds since 1970 write @",
        "replay list --zone Mars/Base --created-from 14:02    | --zone 'Mars/Base': no time zone"
            + " has this name",
        "replay list --zone Europe/Berlim --created-from 1:02 | did you mean 'Europe/Berlin'?",
        "replay plan                                          | no topic is given: give --topic",
        "replay plan --target x --reason r --from-offset 5    | no topic is given: give --topic",
        "replay plan --topic t --from-time yesterday          | --from-time 'yesterday': the time"
            + " of day is missing: write for example 'yesterday 00:00'",
        "replay plan --topic t --to-time tomorrow             | --to-time 'tomorrow': this is not a"
            + " time: write it as 14:02,",
        "replay plan --topic t --from-time 1795944813000      | --from-time '1795944813000': a bare"
            + " number is not a time",
        "replay plan --topic t --from-time -5                 | --from-time '-5': a bare number",
        "replay plan --topic t --to-time @12x                 | --to-time '@12x': @ takes"
            + " milliseconds",
        "replay plan --topic t --last 2                       | --last '2': a bare number has no"
            + " unit",
        "replay plan --topic t --zone Europe/Berlin --from-time 2026-03-29T02:30 | --from-time"
            + " '2026-03-29T02:30': the clocks of Europe/Berlin are set forward",
        "replay plan --topic t --zone Europe/Berlin --to-time 2026-10-25T02:30 | --to-time"
            + " '2026-10-25T02:30': the clocks of Europe/Berlin show this time twice",
        "replay plan --topic t --from-offset 2h               | --from-offset 2h: give one offset",
        "replay plan --topic t --partitions 0,0               | --partitions: partition 0 is given"
            + " twice",
        "replay plan --topic t --partitions 0,x               | --partitions '0,x': write the"
            + " numbers",
        "replay plan --topic t --partitions=-1                | --partitions '-1': write the"
            + " numbers",
        "replay plan --topic t:0,1,0                          | --topic: partition 0 is given"
            + " twice",
        "replay plan --topic t:0 --partitions 1               | in --topic and in --partitions",
        "replay plan --topic t --partitions 0,1 --from-offset 0=5 | --from-offset 0=5: partition 1"
            + " is selected and has no offset: add 1=<offset>",
        "replay plan --topic t --partitions 0 --to-offset 0=5,1=5 | --to-offset 0=5,1=5: partition"
            + " 1 is not one of the selected partitions",
        "replay plan --topic t --from-time +999999999-01-01T00:00:00Z | --from-time: time"
            + " +999999999",
        "replay plan --topic t --last 300000000000d           | --last",
        "replay plan --topic t --from-offset 0=5,0=6          | 0=5,0=6: partition 0 is given"
            + " twice",
        "replay plan --topic t --to-offset 0=5,00=6           | 0=5,00=6: partition 0 is given"
            + " twice",
        "replay plan --topic t --to-offset 0=99999999999999999999 | 0=1500,3=20",
        "replay plan --topic t:-1                             | orders:0,3",
        "replay plan --topic t --rate 0                       | --rate 0: must be at least 1",
        "replay plan --topic t --ordering random              | --ordering random: give one of",
        "replay plan --topic t --on-error ignore              | --on-error ignore: give one of",
        "replay plan --topic t --on-missing skip              | --on-missing skip: give one of",
        "replay plan --topic t --timestamps now               | --timestamps now: give one of",
        "replay plan --topic t:a,b                            | orders:0,3",
        "replay plan --topic t: --target x                    | orders:0,3",
        "replay plan --from-offset 1 --from-time 2026-01-01T00:00:00Z | mutually exclusive",
        "replay plan --from-offset 1 --last 2h                | mutually exclusive",
        "replay plan --to-offset 1 --to-latest                | mutually exclusive",
        "replay plan --topic t --from-offset 3=               | 0=1500,3=20",
        "replay plan --topic t --to-offset -5                 | 0=1500,3=20",
        "replay plan --topic t --last soon                    | --last",
        "replay plan --rate fast                              | 'fast' is not a whole number",
        "replay plan --rate 99999999999999999999              | is out of range: give a whole"
            + " number",
        "archive prove --topic t --partition 1,x              | 'x' is not a whole number",
        "rehydrate --read-model m --topic t --reducer merge --max-differing few | 'few' is not a"
            + " number",
        "replay plan --byte-rate 10QiB                        | --byte-rate",
        "replay plan -f /nowhere/spec.yaml                    | /nowhere/spec.yaml: no such file",
        "archive cat --partition 0                            | --topic",
        "archive cat --topic t                                | --partition",
        "archive cat --topic t --partition zero               | 'zero'",
        "archive prove --topic t --partition 0,x              | 'x'",
        "archive restore --topic t                            | --into",
        "archive merge                                        | --topic",
        "archive merge --topic t --until soon                 | --until 'soon': this is not a time",
        "archive merge --topic t --partition 0,0              | --partition: partition 0 is given"
            + " twice",
        "archive prove --topic t --partition 1,0,1            | --partition: partition 1 is given"
            + " twice",
        "archive hold add --topic t --reason r                | --from-offset",
        "archive hold add --topic t --from-offset 1           | --reason",
        "archive hold add --topic t --reason r --from-offset 1 --from-time 2026-01-01T00:00:00Z |"
            + " mutually exclusive",
        "archive hold add --topic t --reason r --from-time now | --from-time 'now': this is not a"
            + " time",
        "archive hold add --topic t --reason r --from-time 14:02 --partition 2,2 | --partition:"
            + " partition 2 is given twice",
        "archive hold remove --topic t                        | HOLD",
        "archive status --archiver nowhere                    | 'nowhere' is not a URL",
        "snapshot get --topic t --reducer merge               | --key",
        "snapshot list --compactor nowhere                    | 'nowhere' is not a URL",
        "snapshot audit --topic t --reducer merge --sample x  | 'x'",
        "snapshot export --topic t                            | --reducer",
        "rehydrate --topic t --reducer merge                  | --read-model",
        "rehydrate --read-model m --reducer merge             | --topic",
        "rehydrate --read-model m --topic t --reducer merge --from newest | SNAPSHOTS, GENERATION,"
            + " LOG",
        "rehydrate --read-model m --topic t --reducer merge --to-offset 0:5 | 0:5",
        "rehydrate --read-model m --topic t --reducer merge --to-offset 0=5,0=6 | --to-offset"
            + " 0=5,0=6: partition 0 is given twice",
        "rehydrate --read-model m --topic t --reducer merge --to-offset 0=5 --to-offset 0=6 |"
            + " partition 0 is given twice",
        "rehydrate --read-model m --topic t --reducer merge --config /nowhere.yaml | /nowhere.yaml",
        "publish                                              | --topic",
        "publish --topic t                                    | exactly one of --file and --count",
        "publish --topic t --count 1 --file f                 | exactly one of --file and --count",
        "publish --topic t --count -1                         | --count -1: must be at least 1",
        "publish --topic t --count 0                          | at least 1",
        "publish --topic t --count 5 --users 0                | --users 0",
        "publish --topic t --file /nowhere.json               | /nowhere.json: no such file",
        "publish --topic t --count 1 --ingest nowhere         | 'nowhere' is not a URL",
        "events read --partition 0                            | --topic",
        "events read --topic t --partition -1                 | --partition '-1': write the numbers"
            + " of partitions",
        "events read --topic t --partition 0 --limit 0        | --limit 0: must be at least 1",
        "topics describe                                      | TOPIC",
        "topics create t                                      | --partitions",
        "topics create t --partitions 0                       | must be at least 1",
        "topics create t --partitions 1 --config x            | KEY=VALUE",
        "topics create t --partitions 1 --schema /nowhere     | /nowhere: no such file",
        "topics alter t                                       | nothing to alter",
        "topics alter t --config a=1 --delete-config a        | use one of them",
        "topics doctor t --sample few                         | 'few'",
        "topics doctor t --limit 0                            | --limit at least 1",
        "schemas check s.avsc                                 | --history",
        "schemas check --history /nowhere s.avsc              | /nowhere is not a directory",
        "schemas register s.avsc                              | --topic",
        "schemas register --topic t /nowhere.avsc             | /nowhere.avsc",
        "worker                                               | --config",
        "worker --config /nowhere.yaml                        | /nowhere.yaml",
        "ingest --config /nowhere.yaml                        | /nowhere.yaml",
        "archiver --config /nowhere.yaml                      | /nowhere.yaml",
        "compactor --config /nowhere.yaml                     | /nowhere.yaml",
        "context                                              | a subcommand is missing",
        "context add                                          | NAME",
        "context add prod --worker here                       | worker: 'here' is not a URL",
        "replay list --context prod                           | --context: no context 'prod' is in",
        "config example                                       | SERVICE",
        "config example broker                                | 'broker' has no configuration file:"
            + " name one of ingest, worker, archiver, compactor, rehydrate",
        "acls --role worker                                   | --principal",
        "acls --principal User:w                              | --role",
        "acls --principal worker --role worker                | as in User:worker",
        "acls --principal User:w --role broker                | 'broker'",
        "acls --principal User:w --role archiver              | --config is missing",
        "acls --principal User:w --role ingest --config /no   | /no: no such file",
        "config check                                         | FILE",
        "config check /nowhere.yaml                           | /nowhere.yaml: no such file",
        "config check /nowhere.yaml --service broker          | /nowhere.yaml",
      })
  void namesWhatIsWrongAndExitsWithTwo(String line, String message) {
    var run = line == null ? CommandLineRun.of() : CommandLineRun.line(line);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("reprise: ").contains(message);
    assertThat(CLASS_NAME.matcher(run.err()).find()).as(run.err()).isFalse();
  }

  @Test
  void aMistypedOptionGetsASuggestionAndTheWayToTheHelp() {
    var run = CommandLineRun.line("replay list --stat RUNNING");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--stat")
        .contains("--state")
        .contains("Try 'reprise replay list --help'.");
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    assertThat(CommandLineRun.line("replay pauze id").err()).contains("pause");
  }

  @Test
  void theValueOfAnUnknownOptionIsNotNamedAsOneAndAtMostThreeOptionsAreSuggested() {
    var err = CommandLineRun.line("replay plan --topic t --to-tim 5").err();

    assertThat(err.lines().findFirst().orElse(""))
        .startsWith("reprise: unknown option '--to-tim': did you mean '")
        .doesNotContain("'5'");
    assertThat(err.split("'--", -1).length - 1).isBetween(2, 4);
  }

  @Test
  void abbreviatedOptionsAreNotAccepted() {
    assertThat(CommandLineRun.line(PLAN + "--order KEY").exitCode()).isEqualTo(2);
  }

  @Test
  void aGroupWithoutSubcommandPrintsItsCommands() {
    assertThat(CommandLineRun.line("archive").err()).contains("prove", "restore", "hold");
  }

  @Test
  void aSpecFileThatIsNoObjectIsNamed(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("spec.yaml"), "- topic\n");

    var run = CommandLineRun.line("replay plan -f", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(file.toString(), "must be an object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay plan -f", "publish --topic t --file", "worker --config"})
  void aFileThatIsNotTextIsNamed(String line, @TempDir Path directory) throws IOException {
    var file = Files.write(directory.resolve("noise"), new byte[] {(byte) 0x93, (byte) 0xff, 0});

    var run = CommandLineRun.line(line, file.toString());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(file.toString(), "is not UTF-8 text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replay plan -f",
        "publish --topic t --file",
        "worker --config",
        "schemas register --topic t",
        "rehydrate --read-model m --topic t --reducer merge --config",
      })
  void aDirectoryInPlaceOfAFileIsNamed(String line, @TempDir Path directory) {
    var run = CommandLineRun.line(line, directory.toString());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(directory.toString(), "is a directory");
    assertThat(CLASS_NAME.matcher(run.err()).find()).as(run.err()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"replay plan -f", "publish --topic t --file", "schemas register --topic t"})
  void anEmptyFileIsNamed(String line, @TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("empty"), "\n");

    var run = CommandLineRun.line(line, file.toString());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("reprise: " + file + " is empty\n");
  }

  @Test
  void aSchemaThatIsNotJsonIsRefusedByLineAndColumn(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("s.avsc"), "{\n  type: record\n}");

    var run = CommandLineRun.line("schemas register --topic t", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(file + " is not an Avro schema: the text is not JSON at line 2, column ")
        .contains("expected a JSON document")
        .doesNotContain("Source", "Jackson", "StreamReadFeature");
    assertThat(CLASS_NAME.matcher(run.err()).find()).as(run.err()).isFalse();
  }

  @Test
  void aVersionOfASchemaThatIsADirectoryIsNamed(@TempDir Path directory) throws IOException {
    Files.createDirectory(directory.resolve("v1.avsc"));
    var file = Files.writeString(directory.resolve("s.avsc"), "\"string\"");

    var run =
        CommandLineRun.line(
            "schemas check --history", directory.resolve(".").toString(), file.toString());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
  }

  @Test
  void aConfigurationWithAnUnknownKeyIsRefusedByName(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("worker.yaml"), "bootstrap: localhost\n");

    var run = CommandLineRun.line("worker --config", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("bootstrap");
    assertThat(CLASS_NAME.matcher(run.err()).find()).as(run.err()).isFalse();
  }

  @Test
  void aCheckOfAConfigurationNamesEachFault(@TempDir Path directory) throws IOException {
    var text = "kafka: {bootstrapServers: 'k:9092'}\nhttp: {port: 70000}\nrunningShards: 0\n";
    var file = Files.writeString(directory.resolve("worker.yaml"), text);

    var run = CommandLineRun.line("config check", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "reprise: " + file + ": http: port is 70000: give one from 0 to 65535",
            "reprise: " + file + ": runningShards is 0: give 1 or more",
            "checked as a configuration of worker; --service selects another");
    assertThat(CLASS_NAME.matcher(run.err()).find()).as(run.err()).isFalse();
  }

  @Test
  void anExampleOfAConfigurationPassesItsCheck(@TempDir Path directory) throws IOException {
    var example = CommandLineRun.line("config example archiver");
    var file = Files.writeString(directory.resolve("file.yaml"), example.out());

    var run = CommandLineRun.line("config check", file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(file + " is a valid configuration of archiver\n");
  }

  @Test
  void anAddressWhereNothingListensIsNamedWithExitCodeFive() {
    var run = CommandLineRun.line("replay list --worker http://127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("no replay worker accepts connections at http://127.0.0.1:1");
    assertThat(run.out()).isEmpty();
  }
}
