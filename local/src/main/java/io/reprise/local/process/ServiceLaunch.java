package io.reprise.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How to start a service.
 *
 * @param name what to call it
 * @param role the subcommand that runs it
 * @param config its configuration file
 * @param log where its stderr goes, appended
 * @param heap its largest heap, as in {@code 512m}
 * @param arguments behind the configuration
 * @param environment laid over this process's own
 */
public record ServiceLaunch(
    String name,
    String role,
    Path config,
    Path log,
    String heap,
    List<String> arguments,
    Map<String, String> environment) {

  /** The command line: this JVM and class path, its own memory settings. */
  List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:+UseParallelGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:-UsePerfData");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.reprise.cli.Reprise");
    command.add(role);
    command.add("--config");
    command.add(config.toString());
    command.addAll(arguments);
    return command;
  }
}
