package io.reprise.runtime.alert;

import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.HttpService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A service without routes of its own, in a process of its own. Prints its address, then fills its
 * heap, or frees it again, for each line of its input, and repeats the line when it has.
 */
final class FillableService {
  static final String FILL = "fill";
  static final String FREE = "free";

  private static final double FULL = 0.93;
  private static final int PIECE = 64 << 10;
  private static final int PIECES = 8;

  private FillableService() {}

  public static void main(String[] arguments) throws IOException {
    var held = new ArrayList<byte[]>();
    var service = HttpServer.start(new HttpConfig("127.0.0.1", 0), HttpService.of(routes -> {}));
    System.out.println(service.uri());
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals(FILL)) {
        fill(held);
      } else {
        held.clear();
        System.gc();
      }
      System.out.println(line);
    }
    service.close();
  }

  private static void fill(List<byte[]> held) {
    for (System.gc(); fullness() < FULL; System.gc()) {
      for (int i = 0; i < PIECES; i++) {
        held.add(new byte[PIECE]);
      }
    }
  }

  /** Returns the share of the pool of long-lived objects that is in use, of 1. */
  private static double fullness() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().startsWith("Tenured"))
        .mapToDouble(pool -> (double) pool.getUsage().getUsed() / pool.getUsage().getMax())
        .findFirst()
        .orElseThrow();
  }
}
