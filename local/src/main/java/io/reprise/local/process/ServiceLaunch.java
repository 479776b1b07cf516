package io.reprise.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings with which a service is started in a process of its own.
 *
 * @param name name of the service, for messages
 * @param role the subcommand of {@code reprise} that runs the service
 * @param config the service's configuration file
 * @param log file to which the process's stderr is appended
 * @param heap the maximum heap, for example {@code 512m}
 * @param profile whether the service's JVM starts fast or reaches its peak speed
 * @param classData JVM options that use or record class data
 * @param arguments further arguments of the subcommand, after the configuration file
 * @param environment environment variables for the service's process, besides those that it
 *     inherits from this process; a variable of the same name is replaced
 * @param classPath class path of the service's JVM, with the separators of this system
 */
public record ServiceLaunch(
    String name,
    String role,
    Path config,
    Path log,
    String heap,
    JvmProfile profile,
    List<String> classData,
    List<String> arguments,
    Map<String, String> environment,
    String classPath) {

  /** Returns the same launch with other options for class data. */
  public ServiceLaunch withClassData(List<String> options) {
    return new ServiceLaunch(
        name, role, config, log, heap, profile, options, arguments, environment, classPath);
  }

  /**
   * Returns the same launch of another build of Reprise, without class data, which fits one class
   * path only.
   */
  public ServiceLaunch withClassPath(String other) {
    return new ServiceLaunch(
        name, role, config, log, heap, profile, List.of(), arguments, environment, other);
  }

  /** Returns the command line: the JVM of this process, with the service's own memory settings. */
  List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(profile.options());
    command.addAll(classData);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:-UsePerfData");
    command.add("-cp");
    command.add(classPath);
    command.add("io.reprise.cli.Reprise");
    command.add(role);
    command.add("--config");
    command.add(config.toString());
    command.addAll(arguments);
    return command;
  }
}
