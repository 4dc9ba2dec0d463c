# Our side of the peers' workloads: for EXTRA of their driver script. OURS is the folder of the built benchmarks:
#     dotnet build tests/CoroutineDsl.Benchmarks -c Release
#     OURS=$PWD/tests/CoroutineDsl.Benchmarks/bin/Release/net10.0 EXTRA=$PWD/tests/CoroutineDsl.Benchmarks/peers.sh PATH-OF-THE-PEERS/run.sh
ours="dotnet ${OURS:?names the folder of the built benchmarks}/CoroutineDsl.Benchmarks.dll --driver"

for workload in switch yield nested queue; do peer cpu $workload ours "$one $ours $workload"; done
for n in 100000 1000000; do
    peer cpu spawn-$n ours "$one $ours spawn $n"
    for how in sleep event; do peer cpu park-$how-$n ours "$one $ours park-$how $n"; done
done
peer cpu timers-100000 ours "$one $ours timers 100000"
peer echo echo ours "$srv $ours echo"
# the load shares the second core: compare these two only with one another
peer echo echo-two-cores ours "taskset -c 0,1 $ours echo-group"
peer echo echo-two-cores go-net "taskset -c 0,1 env GOMAXPROCS=2 $build/gobench echo"
peer http http ours "$srv $ours http"
peer http http kestrel-on-ours "$srv $ours kestrel"
