package io.reprise.trials.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * Runs a tool's {@code main} once for each line of stdin, in one JVM, so that later runs are warm.
 * A line contains the arguments, separated by tabs. The process ends when its stdin closes, which
 * also happens when the process that started it ends. Uses only the JDK.
 */
public final class ToolMain {
  static final String DONE = "tool-done";
  static final String FAILED = "tool-failed ";

  private ToolMain() {}

  /**
   * Runs the tool whenever a line of arguments arrives on stdin.
   *
   * @param arguments the tool's main class
   */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    var tool = Class.forName(arguments[0]).getMethod("main", String[].class);
    var runs = Executors.newSingleThreadExecutor();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var run = line.split("\t");
      runs.execute(() -> run(tool, run));
    }
    Runtime.getRuntime().halt(0);
  }

  private static void run(Method tool, String[] arguments) {
    try {
      tool.invoke(null, (Object) arguments);
      System.out.println(DONE);
    } catch (InvocationTargetException e) {
      System.out.println(FAILED + e.getCause());
    } catch (IllegalAccessException e) {
      System.out.println(FAILED + e);
    }
  }
}
