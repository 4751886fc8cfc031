package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.BudgetBook.Writer;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.WriterLease;
import io.muster.workspace.StateLocation;
import java.time.Clock;

/**
 * The registry, open: made or brought up to date when it has to be. Safe for several threads and
 * processes; keeps at most one connection to a server open, and none to a folder's database.
 */
public final class Registry implements DeliveryRegistry {

  private final ConnectionSource source;
  private final Transactions transactions;

  private Registry(ConnectionSource source) {
    this.source = source;
    this.transactions = new Transactions(source);
  }

  /**
   * Opens the registry of a workspace with this process's environment.
   *
   * @throws RegistryException when it can't be used
   */
  public static Registry open(StateLocation state) {
    return open(state, Environment.ofProcess());
  }

  /**
   * Opens the registry of a workspace.
   *
   * @throws RegistryException when it can't be used: a folder that can't be written, a server that
   *     does not answer or refuses the user, a schema of a newer Muster
   */
  public static Registry open(StateLocation state, Environment environment) {
    RegistryLocation location = RegistryLocation.of(state);
    ConnectionSource source =
        location instanceof RegistryServer server
            ? PostgresSource.of(server, environment)
            : H2Source.in(((RegistryFolder) location).folder());
    try {
      new Schema(source).bringUpToDate();
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
    return new Registry(source);
  }

  /** Which dataflow owns which list. */
  public JdbcListRegistry lists() {
    return new JdbcListRegistry(transactions);
  }

  /** At which vendor account each connection's lists are. */
  public ConnectionAccounts accounts() {
    return new ConnectionAccounts(transactions);
  }

  @Override
  public ListRegistry lists(Clock clock) {
    return new WorkerLists(lists(), clock);
  }

  /** Spent budgets; only the run that holds a connection's lease may draw for it. */
  @Override
  public BudgetBook budgets() {
    return JdbcBudgetBook.leased(transactions);
  }

  /**
   * Spent budgets, for a call that changes nothing at the vendor: whoever asks may draw, whatever
   * run the writer names.
   */
  public BudgetBook unleasedBudgets() {
    return JdbcBudgetBook.unleased(transactions);
  }

  /** Kept by whoever opened this registry, or by another process. */
  @Override
  public WriterLease lease(String connection, String run, Clock clock) {
    return WriterLease.keptByTheLauncher(new Writer(connection, run));
  }

  @Override
  public void delivered(String run) {
    // The launcher gives the leases free.
  }

  /**
   * Who may write which connection.
   *
   * @param clock this machine's; hosts that share a server should agree on the time within seconds
   */
  public Leases leases(Clock clock) {
    return new Leases(transactions, clock, new LocalProcesses());
  }

  /**
   * Past runs, and those that go on.
   *
   * @param clock this machine's; tells whether a run's lease still lives
   */
  public RunLog runs(Clock clock) {
    return new RunLog(transactions, clock, new LocalProcesses());
  }

  /** What was drawn from budgets, to be shown. */
  public SpentCalls spentCalls() {
    return new SpentCalls(transactions);
  }

  /** The same as a job's workers see it. */
  JobLeases jobLeases(Clock clock) {
    return new JobLeases(transactions, clock);
  }

  Transactions transactions() {
    return transactions;
  }

  @Override
  public void close() {
    source.close();
  }
}
