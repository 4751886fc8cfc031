package io.muster.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code muster sandbox}: the sandbox has a command line of its own, which gets all arguments. */
@Command(
    name = "sandbox",
    description = "Start the vendor simulators; their lists can be looked at, faults ordered.")
final class SandboxCommand implements Callable<Integer> {

  /** By name: nothing of Muster knows the sandbox, it only lies on the class path. */
  static final String MAIN_CLASS = "io.muster.sandbox.SandboxMain";

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws ReflectiveOperationException {
    try {
      Class.forName(MAIN_CLASS)
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments.toArray(String[]::new));
      return 0;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the sandbox ended: " + e.getCause(), e.getCause());
    }
  }
}
